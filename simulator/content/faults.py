"""What the reader finds wrong with a file, by its number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "not_yaml": "TTX002",
        "not_printable": "TTX003",
        "too_large": "TTX004",
        "too_deep": "TTX005",
        "too_many_nodes": "TTX006",
        "alias_bomb": "TTX006",
        "too_many_aliases": "TTX007",
        "recursive_alias": "TTX007",
        "duplicate_key": "TTX008",
        "text_cut_by_comment": "TTX009",
        "text_became_mapping": "TTX010",
        "colon_in_text": "TTX010",
        "text_began_with_brace": "TTX011",
        "text_began_with_mark": "TTX011",
        "quote_not_closed": "TTX012",
        "bracket_not_closed": "TTX012",
        "tabs": "TTX013",
        "key_not_text": "TTX014",
        "merge_key": "TTX014",
        "unsupported_tag": "TTX014",
        "more_than_one_document": "TTX015",
    }
)
"""The reader's word → our number."""
