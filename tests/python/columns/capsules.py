"""A producer and a consumer of the Arrow PyCapsule interface in plain ctypes; the producer counts what is released.

The structures are those of the Arrow C data interface and of the C stream interface.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, py_object

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = py_object, [c_void_p, c_char_p, c_void_p]
get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype, get_pointer.argtypes = c_void_p, [py_object, c_char_p]


class Schema(Structure):
    """ArrowSchema."""


class Array(Structure):
    """ArrowArray."""


class Stream(Structure):
    """ArrowArrayStream."""


RELEASE_SCHEMA = CFUNCTYPE(None, POINTER(Schema))
RELEASE_ARRAY = CFUNCTYPE(None, POINTER(Array))
RELEASE_STREAM = CFUNCTYPE(None, POINTER(Stream))
GET_SCHEMA = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Schema))
GET_NEXT = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Array))
GET_LAST_ERROR = CFUNCTYPE(c_void_p, POINTER(Stream))

Schema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_void_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", POINTER(POINTER(Schema))),
    ("dictionary", POINTER(Schema)),
    ("release", RELEASE_SCHEMA),
    ("private_data", c_void_p),
]
Array._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", POINTER(POINTER(Array))),
    ("dictionary", POINTER(Array)),
    ("release", RELEASE_ARRAY),
    ("private_data", c_void_p),
]
Stream._fields_ = [
    ("get_schema", GET_SCHEMA),
    ("get_next", GET_NEXT),
    ("get_last_error", GET_LAST_ERROR),
    ("release", RELEASE_STREAM),
    ("private_data", c_void_p),
]


class Producer:
    """A column of octets that are said to be strings. Everything that was lent is kept here until the end.

    ``chunks`` are lists of rows, ``None`` for null. ``fail_with`` is (errno, message) in place of the second chunk.
    """

    def __init__(self, *chunks, fail_with=None, type=b"u", offset=0):
        self.chunks, self.fail_with, self.type, self.offset = chunks, fail_with, type, offset
        self.kept, self.given = [], 0
        self.released = {"schema": 0, "array": 0, "stream": 0}
        self.given_arrays = 0

    def _released(self, kind, null):
        def release(pointer):
            self.released[kind] += 1
            pointer.contents.release = null

        return release

    def _keep(self, value):
        self.kept.append(value)
        return value

    def _fill_schema(self, schema):
        schema.format, schema.name, schema.flags = self.type, b"", 2
        schema.release = self._keep(RELEASE_SCHEMA(self._released("schema", RELEASE_SCHEMA(0))))

    def _fill_array(self, array, rows):
        octets, ends, valid = b"", [0], 0
        for number, row in enumerate(rows):
            octets += row or b""
            ends.append(len(octets))
            valid |= (row is not None) << number
        offsets = self._keep((ctypes.c_int32 * len(ends))(*ends))
        data = self._keep(ctypes.create_string_buffer(octets, len(octets) + 1))
        bits = self._keep(ctypes.create_string_buffer(valid.to_bytes(len(rows) // 8 + 1, "little")))
        addresses = [ctypes.addressof(buffer) for buffer in (bits, offsets, data)]
        array.length, array.offset = len(rows) - self.offset, self.offset
        array.null_count, array.n_buffers = -1, 3
        array.buffers = self._keep((c_void_p * 3)(*addresses))
        array.release = self._keep(RELEASE_ARRAY(self._released("array", RELEASE_ARRAY(0))))
        self.given_arrays += 1

    def array_capsules(self):
        schema, array = self._keep(Schema()), self._keep(Array())
        self._fill_schema(schema)
        self._fill_array(array, self.chunks[0])
        return (
            new_capsule(ctypes.addressof(schema), b"arrow_schema", None),
            new_capsule(ctypes.addressof(array), b"arrow_array", None),
        )

    def stream_capsule(self):
        stream = self._keep(Stream())

        def get_schema(_, out):
            self._fill_schema(out.contents)
            return 0

        def get_next(_, out):
            number, self.given = self.given, self.given + 1
            if self.fail_with and number == 1:
                return self.fail_with[0]
            if number < len(self.chunks):
                self._fill_array(out.contents, self.chunks[number])
            else:
                out.contents.release = RELEASE_ARRAY(0)
            return 0

        message = self._keep(ctypes.create_string_buffer((self.fail_with or (0, b""))[1]))
        stream.get_schema = self._keep(GET_SCHEMA(get_schema))
        stream.get_next = self._keep(GET_NEXT(get_next))
        stream.get_last_error = self._keep(GET_LAST_ERROR(lambda _: ctypes.addressof(message)))
        stream.release = self._keep(RELEASE_STREAM(self._released("stream", RELEASE_STREAM(0))))
        return new_capsule(ctypes.addressof(stream), b"arrow_array_stream", None)


class OneArray(Producer):
    """Its first chunk by itself."""

    def __arrow_c_array__(self, requested_schema=None):
        return self.array_capsules()


class ManyArrays(Producer):
    """Its chunks as a stream."""

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream_capsule()


def int32(result):
    """Consumes an array of int32 as a C consumer would: the numbers, ``None`` for null. It is released at the end."""
    schema_capsule, array_capsule = result.__arrow_c_array__()
    schema = Schema.from_address(get_pointer(schema_capsule, b"arrow_schema"))
    array = Array.from_address(get_pointer(array_capsule, b"arrow_array"))
    assert schema.format == b"i"
    assert bool(schema.release)
    assert bool(array.release)
    numbers = (ctypes.c_int32 * (array.offset + array.length)).from_address(array.buffers[1] or ctypes.addressof(array))
    found = []
    for row in range(array.offset, array.offset + array.length):
        bits = array.buffers[0]
        null = bits and not ctypes.c_uint8.from_address(bits + row // 8).value >> row % 8 & 1
        found.append(None if null else numbers[row])
    array.release(ctypes.byref(array))
    assert not array.release, "what was released says so"
    schema.release(ctypes.byref(schema))
    assert not schema.release
    return found
