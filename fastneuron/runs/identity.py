"""What a model computes, as a key: two models with the same key give the same bits."""

from ..engine.kernel.fingerprint import fingerprint as fingerprint
