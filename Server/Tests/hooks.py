"""What schemathesis has to know of the server beside its OpenAPI document."""

import os
import uuid

import schemathesis
from schemathesis.generation import GenerationMode
from schemathesis.core.parameters import ParameterLocation


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers or {}
    # A key stands for one request: two generated requests must not share one by chance.
    if "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    # Where a good header is meant, it is that of an organisation that is there.
    component = case.meta and case.meta.components.get(ParameterLocation.HEADER)
    if "x-org-id" in headers and component and component.mode is GenerationMode.POSITIVE:
        headers["x-org-id"] = os.environ["FOH_ORG_ID"]
