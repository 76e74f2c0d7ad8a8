"""Bots that play by what is offered to them: live beside a console, or many times to find out."""
