"""The API told to others: as a document of OpenAPI for programs, as a page for people."""

from operator_api.openapi.document import describe
from operator_api.openapi.page import PAGE_POLICY, STYLE, render

__all__ = ["PAGE_POLICY", "STYLE", "describe", "render"]
