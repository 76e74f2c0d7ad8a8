"""The charts of a report, as SVG that needs nothing beside it, each with its words and table."""
