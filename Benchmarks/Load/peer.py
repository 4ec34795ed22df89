"""What the server is compared with: FastAPI that checks the same body against the draft's JSON Schema with jsonschema-rs,
and does nothing else: no proof, no database, no token."""

import json
import os

import jsonschema_rs
from fastapi import FastAPI, Request

app = FastAPI()
validator = jsonschema_rs.validator_for(json.load(open(os.environ["DRAFT_SCHEMA"])))


@app.post("/validate")
async def validate(request: Request):
    body = await request.json()
    errors = [error.message for error in validator.iter_errors(body["flowDraft"])]
    return {"ok": not errors, "errors": errors, "warnings": [], "issues": []}
