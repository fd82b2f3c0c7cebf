"""The LLVM layer: how lanes lie in vector registers, and how an operation is applied to each register.

A value of more lanes than a register holds is an LLVM *array of registers*, not one wide vector. Each operation is
then emitted once a register, masks included, so that what LLVM sees is what the processor has: nothing is left to
type legalisation, which would pack the masks of eight compares into one mask register and take them apart again.
"""

import os

from llvmlite import binding, ir
from numba.core import cgutils, types

BIT = ir.IntType(1)
ROUNDED = ("fadd", "fsub", "fmul")  # see `rounded`; quotients say how they round by themselves
_ELEMENT = {
    types.float32: ir.FloatType(),
    types.float64: ir.DoubleType(),
    types.int32: ir.IntType(32),
    types.int64: ir.IntType(64),
    types.uint32: ir.IntType(32),
    types.uint64: ir.IntType(64),
}


def host_register_bits():
    """Bits of the widest vector register that this processor computes with."""
    features = binding.get_host_cpu_features()
    if features.get("avx512f"):
        return 512
    return 256 if features.get("avx2") else 128


def _register_bits():
    """Bits of a register: those of the processor, or what the environment asks for."""
    asked = os.environ.get("FASTNEURON_REGISTER_BITS", "")
    if asked in ("", "0"):
        return host_register_bits()
    if asked not in ("128", "256", "512"):
        raise ValueError(f"FASTNEURON_REGISTER_BITS={asked!r} must be 128, 256 or 512. Unset it, or set one of these.")
    return int(asked)


REGISTER_BITS = _register_bits()


def element(simd):
    """LLVM type of one lane."""
    return _ELEMENT[simd.dtype]


def register_lanes(width, bits):
    """Lanes in one register of a value of that width: all of them, or as many as the processor has room for."""
    return min(width, REGISTER_BITS // bits)


def value_type(element_type, width, bits):
    """LLVM type of a whole value: scalar, vector, or array of vectors."""
    if width == 1:
        return element_type
    lanes = register_lanes(width, bits)
    vector = ir.VectorType(element_type, lanes)
    return vector if lanes == width else ir.ArrayType(vector, width // lanes)


def split(builder, value):
    """The registers of a value, as a list of LLVM values."""
    if isinstance(value.type, ir.ArrayType):
        return [builder.extract_value(value, i) for i in range(value.type.count)]
    return [value]


def join(builder, parts):
    """A value from its registers: the inverse of `split`."""
    if len(parts) == 1:
        return parts[0]
    value = ir.Constant(ir.ArrayType(parts[0].type, len(parts)), ir.Undefined)
    for i, part in enumerate(parts):
        value = builder.insert_value(value, part, i)
    return value


def splat(builder, scalar, lanes):
    """A vector with the scalar in every lane."""
    if lanes == 1:
        return scalar
    vector = ir.VectorType(scalar.type, lanes)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes)
    return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), zeros)


def spread(builder, value, from_width, width, bits):
    """The registers of a value, a one-lane value repeated for all `width` lanes."""
    if from_width == width:
        return split(builder, value)
    lanes = register_lanes(width, bits)
    return [splat(builder, value, lanes)] * (width // lanes)


def constant(part_type, number):
    """The number in every lane of a register type."""
    if isinstance(part_type, ir.VectorType):
        return ir.Constant(part_type, [number] * part_type.count)
    return ir.Constant(part_type, number)


def same_shape(part_type, element_type):
    """The register type with as many lanes of another element."""
    if isinstance(part_type, ir.VectorType):
        return ir.VectorType(element_type, part_type.count)
    return element_type


def call_intrinsic(builder, name, result_type, arguments, suffix_of=None):
    """Call the LLVM intrinsic ``name`` for this register type, declared by its full name.

    llvmlite's own ``declare_intrinsic`` does not know vectors.
    """
    part = (suffix_of or arguments[0]).type if suffix_of is not False else None
    full = name if part is None else f"{name}.{type_suffix(part)}"
    signature = ir.FunctionType(result_type, [a.type for a in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, signature, full), arguments)


def for_gpu(builder):
    """Whether the code is for CUDA."""
    return "nvptx" in builder.module.triple


def rounded(builder, instruction, a, b):
    """The sum, difference or product ("fadd", "fsub", "fmul") of floating-point registers, rounded by itself.

    A plain product would be fused with a following sum on CUDA, by NVVM and again by ptxas; operations that say how
    they round are left alone. There is none for differences: the sum with the negative has the same bits.
    """
    if not for_gpu(builder):
        return getattr(builder, instruction)(a, b)
    b = negative(builder, b) if instruction == "fsub" else b
    name = f"llvm.nvvm.{'mul' if instruction == 'fmul' else 'add'}.rn."
    name += "d" if isinstance(a.type, ir.DoubleType) else "f"
    return call_intrinsic(builder, name, a.type, [a, b], suffix_of=False)


def negative(builder, a):
    """The number with the other sign. Not fneg: NVVM rejects it. LLVM turns this into the same sign flip."""
    return builder.fsub(constant(a.type, -0.0), a)


def type_suffix(part_type):
    """The suffix that LLVM puts after an intrinsic's name: ``v8f64``, ``f32``, ``v16i32``."""
    scalar = part_type.element if isinstance(part_type, ir.VectorType) else part_type
    letter = {"double": "f64", "float": "f32"}.get(str(scalar), str(scalar))
    return f"v{part_type.count}{letter}" if isinstance(part_type, ir.VectorType) else letter


def abreast(builder, parts):
    """The same registers, in an order of instructions that LLVM keeps: none is used before all are there.

    LLVM's scheduler would compute one register after the other, which saves registers but makes each operation wait for
    the one before. An empty piece of assembly that seems to change all of them is what it does not reorder.
    """
    letter = CONSTRAINTS.get(builder.module.triple.split("-")[0])
    if letter is None or len(parts) == 1 or _is_part_of_register(parts[0].type):
        return parts
    outputs = ir.LiteralStructType([part.type for part in parts])
    signature = ir.FunctionType(outputs, [part.type for part in parts])
    constraint = ",".join([f"={letter}"] * len(parts) + [str(n) for n in range(len(parts))])
    same = builder.asm(signature, "", constraint, parts, False)
    same.attributes.add("nounwind")
    same.attributes.add("readnone")  # so that it leaves the loop over time with what is computed from constants
    return [builder.extract_value(same, n) for n in range(len(parts))]


def number_bytes(part_type):
    """Bytes of a floating-point number in a register."""
    return 8 if isinstance(getattr(part_type, "element", part_type), ir.DoubleType) else 4


def _is_part_of_register(part_type):
    """Whether a vector has fewer bits than any register, which inline assembly does not take."""
    return isinstance(part_type, ir.VectorType) and part_type.count * number_bytes(part_type) < 16


def align_stack(builder):
    """Let registers lie aligned on the stack of a function, by something there that has to be.

    Where there is nothing else LLVM finds out too late that some do not fit the processor, and every other one
    lies across two lines of the cache: a step of Gif takes a tenth longer.
    """
    place = cgutils.alloca_once(builder, ir.IntType(8), size=REGISTER_BITS // 8)
    place.align = REGISTER_BITS // 8
    kind = ir.FunctionType(ir.VoidType(), [place.type])
    builder.asm(kind, "", "r", [place], True)  # or it would be removed


CONSTRAINTS = {"x86_64": "v", "aarch64": "w"}  # how inline assembly names a vector register
