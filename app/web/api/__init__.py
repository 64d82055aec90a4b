"""The JSON API under /api/v1: bearer tokens, OpenAPI, problem documents (RFC 9457)."""

from app.web.api.mounting import install

__all__ = ["install"]
