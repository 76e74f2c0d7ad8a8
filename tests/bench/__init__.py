"""Benchmarks: ratios of our code to floors and peers, each taken in one run."""
