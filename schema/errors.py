"""Every error a user or an operator can meet: one base, one code each.

The API renders them as RFC 9457 problems, activities as Temporal application errors whose type is `code`.
A message never holds text of a résumé: it ends up in workflow histories and logs.
"""

from __future__ import annotations

from typing import Any, ClassVar


class VitaeflowError(Exception):
    """Base of all named errors.

    `detail` says what happened and what to do next; `extra` holds ids and counts that a client may want.
    `retryable` says whether the same call may succeed later without a change by the user.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong on our side"
    retryable: ClassVar[bool] = True

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        self.detail = detail or self.title
        self.extra = extra
        super().__init__(self.detail)


class BadRequest(VitaeflowError):
    """The request cannot be understood."""

    code, status, title, retryable = "bad_request", 400, "The request cannot be understood", False


class Unauthorized(VitaeflowError):
    """No valid token or key."""

    code, status, title, retryable = "unauthorized", 401, "Sign in first: send a valid bearer token or API key", False


class Forbidden(VitaeflowError):
    """The caller is known but may not do this."""

    code, status, title, retryable = "forbidden", 403, "Your account or key may not do this", False


class NotFound(VitaeflowError):
    """Unknown, deleted, or somebody else's: the answer is the same for all three."""

    code, status, title, retryable = "not_found", 404, "There is no such resource", False


class Conflict(VitaeflowError):
    """The resource is in a state that does not allow this."""

    code, status, title, retryable = "conflict", 409, "The resource is in a state that does not allow this", False


class TooLarge(VitaeflowError):
    """The body is over the limit."""

    code, status, title, retryable = "too_large", 413, "The file is too large", False


class UnsupportedMedia(VitaeflowError):
    """Not a file type that we read, or content and name disagree."""

    code, status, title, retryable = "unsupported_media", 415, "This kind of file is not supported", False


class Unprocessable(VitaeflowError):
    """Understood, but a value is wrong."""

    code, status, title, retryable = "unprocessable", 422, "A value is not acceptable", False


class RateLimited(VitaeflowError):
    """Too many requests; `retry_after` seconds are in `extra`."""

    code, status, title = "rate_limited", 429, "Too many requests"


class Unavailable(VitaeflowError):
    """Temporal or PostgreSQL is away."""

    code, status, title = "unavailable", 503, "A part of the service is away; try again in a moment"


class UnreadableDocument(VitaeflowError):
    """The file holds no text that we can read; `detail` says why."""

    code, status, title, retryable = "unreadable_document", 422, "The file cannot be read", False


class EmptyDocument(UnreadableDocument):
    """Nothing in it."""

    code, title = "empty_document", "The file is empty"


class NeedsOcr(UnreadableDocument):
    """A scan: pictures of text, and no text."""

    code, title = "needs_ocr", "The file is a scan without text"


class IllegibleDocument(UnreadableDocument):
    """Text recognition found too little, or is too unsure of what it found."""

    code, title = "illegible_document", "The picture cannot be read"


class RecognitionBusy(Unavailable):
    """All that read pictures are at work, and have been for a while."""

    code, title = "recognition_busy", "Text recognition is busy; try again in a moment"


class EncryptedDocument(UnreadableDocument):
    """Needs a password."""

    code, title = "encrypted_document", "The file is protected with a password"


class DocumentTooComplex(UnreadableDocument):
    """More pages, parts or bytes than any résumé has."""

    code, title = "document_too_complex", "The file is larger inside than any résumé"


class UnsafeDocument(UnreadableDocument):
    """Holds something that no honest document needs, such as XML entities."""

    code, title = "unsafe_document", "The file holds something that is never read"


class InvalidResumeData(UnreadableDocument):
    """Data in place of a document (JSON Resume, an export) that does not have the shape it should.

    `field` in `extra` is the path of the first wrong value, `errors` lists more; never the values themselves.
    """

    code, title = "invalid_resume_data", "The data is not a résumé in a known format"


class ParserCrashed(VitaeflowError):
    """The child process died or was stopped at a limit while reading this file."""

    code, status, title, retryable = "parser_crashed", 422, "Reading this file needed more than it may use", False


class ModelError(VitaeflowError):
    """The model endpoint failed or answered something unusable; the deterministic result stands in."""

    code, status, title = "model_error", 502, "The model endpoint did not give a usable answer"


class ModelRefused(ModelError):
    """The model declined, or a content filter stopped its answer."""

    code, title, retryable = "model_refused", "The model declined to answer", False


class ModelTruncated(ModelError):
    """The answer hit the model's output limit before it was complete."""

    code, title, retryable = "model_truncated", "The model's answer was cut off at its output limit", False


class ModelMalformed(ModelError):
    """The answer is not what was asked for, also after one request to repair it."""

    code, title = "model_malformed", "The model's answer could not be read"


class ModelRateLimited(ModelError):
    """The endpoint answered 429; `retry_after` seconds may be in `extra`."""

    code, title = "model_rate_limited", "The model endpoint asks to slow down"


class ModelQuotaExceeded(ModelError):
    """The account at the endpoint has no credit left."""

    code, title, retryable = "model_quota_exceeded", "The model account has no credit left", False


class ModelUnauthorized(ModelError):
    """The endpoint refused the key, or the key may not use this model."""

    code, title, retryable = "model_unauthorized", "The model endpoint refused the key", False


class ModelRejected(ModelError):
    """The endpoint refused the request itself: unknown model, text too long, unknown parameter."""

    code, title, retryable = "model_rejected", "The model endpoint refused the request", False


class ModelUnavailable(ModelError):
    """No connection, no answer in time, or a failure on the endpoint's side."""

    code, title = "model_unavailable", "The model endpoint is away"


class VectorStoreUnavailable(Unavailable):
    """The vector store did not answer."""

    code, title = "vector_store_unavailable", "The vector store is away; try again in a moment"


class VectorStoreDamaged(Unavailable):
    """The embedded vector store cannot be opened."""

    code, title, retryable = "vector_store_damaged", "The embedded vector store cannot be opened", False


class EdgeStoreBusy(Unavailable):
    """Another process owns the embedded vector store."""

    code, title = "edge_store_busy", "Another process owns the embedded vector store"


class InvalidVector(VitaeflowError):
    """A vector of the wrong length, or with a value that is not a finite number."""

    code, title, retryable = "invalid_vector", "A vector does not fit the vector store", False


class DeliveryError(VitaeflowError):
    """A channel did not take a message; `retry_after` seconds may be in `extra`.

    `unanswered` in `extra` says that the message may have arrived all the same.
    """

    code, status, title = "delivery_failed", 502, "The message could not be delivered"


class EndpointGone(DeliveryError):
    """The receiver answered 410: the channel is switched off."""

    code, title, retryable = "endpoint_gone", "The receiver is gone", False


class DeliveryRejected(DeliveryError):
    """The receiver refuses this very message: a repeat would be refused too."""

    code, title, retryable = "delivery_rejected", "The receiver refused the message", False


class UnsafeTarget(VitaeflowError):
    """An outbound address that resolves to a private, loopback or link-local host."""

    code, status, title, retryable = "unsafe_target", 422, "This address may not be called", False


class OutboundFailed(VitaeflowError):
    """A call to an outside address gave no usable answer. The message names the host only, never path or query.

    `unanswered` in `extra` says that the call may have arrived all the same.
    """

    code, status, title = "outbound_failed", 502, "The outside address did not give a usable answer"


class OutboundTooLarge(OutboundFailed):
    """The answer, decompressed, is over the limit."""

    code, title, retryable = "outbound_too_large", "The answer is larger than allowed", False


class HostBusy(OutboundFailed):
    """The rules of a host, or its own Retry-After, forbid a call for now; `retry_after` seconds are in `extra`."""

    code, title = "host_busy", "The outside address may not be called again yet"


class BadFacts(VitaeflowError):
    """Stored facts of a person or a job cannot be used; `extra` has `side` (`person` or `job`) and `index`."""

    code, status, title, retryable = "bad_facts", 500, "Stored matching facts are not usable", False


class SourceError(VitaeflowError):
    """A job source did not answer or answered something unusable."""

    code, status, title = "source_failed", 502, "The job source did not give a usable answer"


class SourceUnknown(SourceError):
    """The board has no account under the name that the source gives; a repeat does not find one either."""

    code, status, title, retryable = "source_unknown", 422, "The board does not know this account", False


class ConfigurationError(VitaeflowError):
    """The process cannot start as configured; `detail` names the variable and what to set."""

    code, status, title, retryable = "configuration", 500, "The configuration is not usable", False


class ChildFailed(VitaeflowError):
    """A process of the stack ended by itself or did not become ready; `detail` holds the end of its log."""

    code, status, title = "child_failed", 500, "A part of the stack ended unexpectedly"


class AlreadyRunning(VitaeflowError):
    """Another stack holds this state directory; its process id is in `extra`."""

    code, status, title, retryable = "already_running", 409, "A stack is already running on this folder", False
