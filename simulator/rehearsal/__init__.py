"""Bots that play teams by what is offered to them, live beside a console."""
