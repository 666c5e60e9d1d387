"""Results in SPARQL TSV to a pandas DataFrame: by Arrow where it is installed, else in pieces.

TSV and not CSV, because CSV tells neither a number from a text of digits nor an empty text from none.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

_PIECE = 1 << 20  # bytes read at a time: what a piece makes stays in the processor's cache
_ARROW_BLOCK = 1 << 22  # bytes that Arrow reads at a time; where a row does not fit, as many as it can
_ARROW_MOST = 1 << 30
_WHOLE = 1 << 53  # from here on a float no longer tells every whole number
_NUMBER = re.compile(
    r'[+-]?\.?\d[^"]*|"[^"]*"\^\^<http://www\.w3\.org/2001/XMLSchema#'
    r"(?:decimal|double|float|(?:unsigned)?(?:long|int|short|byte)|integer|(?:non)?(?:positive|negative)Integer)>",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def frame(tsv: bytes) -> "pandas.DataFrame":
    r"""Return the rows of a result, IRIs and literals as strings, columns of numbers as numbers.

    >>> frame(b'?x\t?y\n<http://a.b/c>\t"7"\n"say \\"hi\\""@en\t\n').values.tolist()
    [['http://a.b/c', '7'], ['say "hi"', nan]]
    >>> frame(b"?n\n1\n\n").n.tolist()
    [1.0, nan]
    """
    import pandas

    begin, names = _head(tsv)
    if not names:
        return pandas.DataFrame(index=range(tsv.count(b"\n") - 1))
    found = _arrow(tsv, begin, len(names)) or _pieces(tsv, begin, len(names))
    return pandas.DataFrame({name: _column(*column) for name, column in zip(names, found, strict=True)}, copy=False)


def columns(tsv: bytes) -> dict[str, list[str | None]]:
    """Return the values of each variable as plain lists, numbers as they are written.

    >>> columns(b"?x\\t?y\\n<http://a.b/c>\\t7\\n")
    {'x': ['http://a.b/c'], 'y': ['7']}
    """
    begin, names = _head(tsv)
    return {name: values for name, (values, _) in zip(names, _pieces(tsv, begin, len(names)), strict=True)}


def _head(tsv: bytes) -> tuple[int, list[str]]:
    """Return where the rows begin, and the names of the variables."""
    end = tsv.index(b"\n")
    return end + 1, [name.removeprefix("?") for name in tsv[:end].decode().split("\t")] if end else []


def _pieces(tsv: bytes, begin: int, width: int) -> list[tuple[list[str | None], bool]]:
    """Return the values of each column, and whether all of them are numbers."""
    columns: list[list[str | None]] = [[] for _ in range(width)]
    numeric = [True] * width
    while begin < len(tsv):
        end = tsv.find(b"\n", begin + _PIECE) + 1 or len(tsv)
        # A cell holds neither tab nor newline as such: TSV writes them as escapes.
        cells = tsv[begin:end].decode().removesuffix("\n").replace("\n", "\t").split("\t")
        for place, column in enumerate(columns):
            told = cells[place::width]
            distinct = list(set(told))
            numeric[place] = numeric[place] and _numbers(distinct)
            if 2 * len(distinct) < len(told):
                column += map(dict(zip(distinct, _values(distinct), strict=True)).__getitem__, told)
            else:
                column += _values(told)
        begin = end
    return list(zip(columns, numeric, strict=True))


def _arrow(tsv: bytes, begin: int, width: int) -> "Iterator[tuple[Any, bool]] | None":
    """Return the same from Arrow's reader, values as Arrow arrays; ``None`` where it is not installed."""
    try:
        import pyarrow
        from pyarrow import compute, csv
    except ImportError:
        return None
    if begin == len(tsv):
        return None
    names = [str(place) for place in range(width)]

    def read(block: int) -> Any:
        return csv.read_csv(
            pyarrow.BufferReader(pyarrow.py_buffer(tsv).slice(begin)),
            read_options=csv.ReadOptions(column_names=names, block_size=block),
            parse_options=csv.ParseOptions(delimiter="\t", quote_char=False, double_quote=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.large_string()), strings_can_be_null=False),
        )

    def column(cells: Any) -> tuple[Any, bool]:
        # IRIs, which most terms are, lose their brackets together; of the rest each is read once.
        iri = compute.and_not(compute.starts_with(cells, "<"), compute.starts_with(cells, "<<"))
        values = compute.binary_slice(cells.cast(pyarrow.large_binary()), 1, -1).cast(pyarrow.large_string())
        if compute.all(iri).as_py():
            return values, False
        rest = compute.invert(iri).combine_chunks()
        encoded = cells.filter(rest).combine_chunks().dictionary_encode()
        distinct = encoded.dictionary.to_numpy(zero_copy_only=False)  # ten times as fast as to_pylist()
        told = pyarrow.array(_values(distinct), pyarrow.large_string()).take(encoded.indices)
        return compute.replace_with_mask(values, rest, told), not compute.any(iri).as_py() and _numbers(distinct)

    try:
        table = read(_ARROW_BLOCK)
    except pyarrow.ArrowInvalid:
        table = read(min(len(tsv), _ARROW_MOST))
    return map(column, table.columns)


def _column(values: Any, numeric: bool) -> Any:
    """Return one column: numbers where no digit is lost by that, else texts."""
    import pandas

    if numeric:
        texts = values if isinstance(values, list) else values.to_pylist()
        try:
            numbers = pandas.to_numeric(pandas.Series(texts, dtype=object))
        except ValueError:
            pass  # "many" may be typed as a number
        else:
            rounded = numbers.dtype.kind == "f" and (numbers.abs() >= _WHOLE).any() and all(text.lstrip("+-").isdigit() for text in texts if text)
            if numbers.dtype.kind in "iuf" and numbers.notna().any() and not rounded:
                return numbers
    return pandas.array(values, dtype="str")


def _numbers(terms: Iterable[str]) -> bool:
    return all(_NUMBER.fullmatch(term) for term in terms if term)


def _values(terms: Iterable[str]) -> list[str | None]:
    """Return the plain value of each term.

    >>> _values(['"a\\\\tb"@en', "<http://x.org/>", "", '""', "1.5"])
    ['a\\tb', 'http://x.org/', None, '', '1.5']
    """
    return [(term[1:-1] if term[0] == "<" and term[1] != "<" else _text(term)) if term else None for term in terms]


def _text(term: str) -> str:
    if term[0] != '"':
        return term
    body = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])
