"""CACAO 2.0's own words: its vocabularies, the fields of its objects, and which phase they mean."""

from __future__ import annotations

import re

from simulator.importing.base import wordset

SPEC_VERSION = "cacao-2.0"
IDENTIFIER = re.compile(
    r"[a-z][a-z0-9-]+[a-z0-9]--"
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
)

STEP_TYPES = {
    "start", "end", "action", "playbook-action", "parallel", "if-condition", "while-condition",
    "switch-condition",
}  # fmt: skip
DONE = ("action", "playbook-action")
"""Steps in which something is done; the others only steer."""
PERSONS = {"group", "individual", "location", "organization", "sector"}
MACHINES = {"http-api", "linux", "net-address", "security-category", "ssh"}
COMMANDS = {
    "manual", "bash", "caldera-cmd", "elastic", "http-api", "jupyter", "kestrel", "openc2-http",
    "powershell", "sigma", "ssh", "yara",
}  # fmt: skip
TLP = {
    "TLP:RED": "RED",
    "TLP:AMBER+STRICT": "AMBER+STRICT",
    "TLP:AMBER": "AMBER",
    "TLP:GREEN": "GREEN",
    "TLP:CLEAR": "CLEAR",
    "TLP:WHITE": "CLEAR",
}
STRICTNESS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")

TYPE_PHASES = {
    "notification": "communicate",
    "detection": "identify",
    "investigation": "identify",
    "prevention": "contain",
    "mitigation": "contain",
    "remediation": "eradicate",
    "attack": "identify",
    "engagement": "identify",
}
"""Playbook type → the phase its steps most likely belong to."""
ACTIVITY_PHASES = {
    "compose-content": "communicate",
    "deliver-content": "communicate",
    "identify-audience": "communicate",
    "identify-channel": "communicate",
    "scan-system": "identify",
    "match-indicator": "identify",
    "analyze-collected-data": "identify",
    "identify-indicators": "identify",
    "scan-vulnerabilities": "identify",
    "configure-systems": "contain",
    "restrict-access": "contain",
    "disconnect-system": "contain",
    "eliminate-risk": "eradicate",
    "revert-system": "eradicate",
    "restore-data": "recover",
    "restore-capabilities": "recover",
    "map-network": "identify",
    "identify-steps": "identify",
    "step-sequence": "identify",
    "prepare-engagement": "prepare",
    "execute-operation": "contain",
    "analyze-engagement-results": "identify",
}
"""Playbook activity → the phase."""
NAMED_PHASES = {
    "preparation": "prepare",
    "detection": "identify",
    "identification": "identify",
    "analysis": "identify",
    "investigation": "identify",
    "containment": "contain",
    "mitigation": "contain",
    "eradication": "eradicate",
    "remediation": "eradicate",
    "recovery": "recover",
    "notification": "communicate",
    "communication": "communicate",
    "record": "learn",
    "lessons-learned": "learn",
}
"""What some playbooks write as `action_type` → the phase it means."""
DEFAULT_PHASE = "contain"

SECTORS = wordset(
    """
    aerospace aviation agriculture automotive biotechnology chemical commercial consulting
    construction cosmetics critical-infrastructure dams defense education emergency-services
    energy non-renewable-energy renewable-energy media financial food gambling government
    local-government national-government regional-government public-services healthcare
    information-communications-technology electronics-hardware software telecommunications
    legal-services lodging manufacturing maritime metals mining non-profit humanitarian-aid
    human-rights nuclear petroleum pharmaceuticals research transportation logistics-shipping
    utilities video-game water
    """
)

TOP_FIELDS = wordset(
    """
    type spec_version id name description playbook_types playbook_activities
    playbook_processing_summary created_by created modified revoked valid_from valid_until
    derived_from related_to priority severity impact industry_sectors labels
    external_references markings playbook_variables workflow_start workflow_exception workflow
    playbook_extensions authentication_info_definitions agent_definitions target_definitions
    extension_definitions data_marking_definitions signatures
    """
)
REQUIRED = ("type", "id", "name", "created_by", "created", "modified")
_EVERY_STEP = wordset(
    """
    type name description external_references delay timeout step_variables owner on_completion
    on_success on_failure step_extensions markings
    """
)
STEP_FIELDS = {
    "start": _EVERY_STEP,
    "end": _EVERY_STEP,
    "action": _EVERY_STEP | {"commands", "agent", "targets", "in_args", "out_args"},
    "playbook-action": _EVERY_STEP | {"playbook_id", "playbook_version", "in_args", "out_args"},
    "parallel": _EVERY_STEP | {"next_steps"},
    "if-condition": _EVERY_STEP | {"condition", "on_true", "on_false"},
    "while-condition": _EVERY_STEP | {"condition", "on_true"},
    "switch-condition": _EVERY_STEP | {"switch", "cases"},
}
COMMAND_FIELDS = wordset(
    """
    type command command_b64 description version playbook_activity external_references headers
    content content_b64
    """
)
ENTITY_FIELDS = wordset(
    """
    type name description location agent_target_extensions contact address port
    authentication_info category logical sector markings
    """
)
"""Fields of agents and targets."""
