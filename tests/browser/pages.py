"""Every page of the product, for the tests that visit them all."""

SIGNED_OUT = ("/", "/login", "/register", "/practice/bn-param-count", "/no-such-page")
LEARNER_PAGES = (
    "/",
    "/practice",
    "/questions",
    "/questions?q=归一化&kind=numeric",
    "/questions?q=nothing-like-this",
    "/questions/conv-layer-cost",
    "/account",
    "/attempts/1",
    "/no-such-page",
    # One of each kind.
    "/practice/bn-lr-scale-invariance",
    "/practice/receptive-field-equals-5x5",
    "/practice/bn-output-not-gaussian",
    "/practice/conv-layer-cost",
    "/practice/transposed-conv-name",
    "/practice/bn-algorithm-four-steps",
    "/practice/normalisation-axes",
    "/practice/bn-why-affine",
    "/practice/bn-why-affine?hints=1",
    # Feedback on the first answers of the demo learner: several kinds, right and wrong.
    *(f"/practice/answered/{attempt}" for attempt in range(1, 11)),
    "/progress",
    "/api/v1/docs",
)
ADMIN_PAGES = ("/admin", "/admin/bank")
