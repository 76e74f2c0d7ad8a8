"""YAML in, domain values out: scenarios, injects, playbooks, rubrics, plays, translations."""
