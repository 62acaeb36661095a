"""Files of a campaign, made up: so many rows of Parquet, always the same for the same numbers.

80 characters on average; 17 of 100 texts need UCS-2: typographic punctuation, Cyrillic, Arabic, Japanese, emoji.
Every text is different, so that no dictionary of the format makes the reading easy.

    python benches/campaign/generate.py DIRECTORY [--rows 16000000] [--files 16]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

PLAIN = [
    "Hi {}, your parcel {} is on its way and will be with you on Friday. Thank you",
    "Your code is {}-{}",
    "Dear {}, your appointment no. {} is confirmed for 14:30. Reply STOP to opt out",
    "Hello {}! Flash sale today: 20% off everything in store with code X{}. Ends at midnight, see example.com",
    "Hi {}, Ihre Bestellung {} kommt heute für 5 € zu Ihnen, Ausweis bereithalten. Grüße!",
]
FOREIGN = [
    "Hi {}, your order {} is ready – bring this message to the counter. It’s quick, we promise!",
    "Здравствуйте, {}! Ваш заказ {} готов к выдаче, ждём вас.",
    "مرحبا {} طلبك رقم {} جاهز للاستلام من المتجر",
    "{}さん、ご注文{}の準備ができました。ご来店をお待ちしております",
    "Yay {}! Order {} shipped \U0001f389 track it at example.com/t and tell us how you like it",
]
NAMES = ["Ada", "Zoe", "Mary Ann", "John Smith", "Aleksandra", "Bob", "Christopher", "O'Neil"]
PREFIXES = ["2783", "44", "49", "1", "91", "7", "966", "81"]
SHARE = 17  # of 100


def scrambled(places: pl.Expr, salt: int) -> pl.Expr:
    """Numbers without a pattern, the same everywhere: two steps of a congruential generator."""
    return ((places + salt) * 48_271 % 2_147_483_647 * 48_271 % 2_147_483_647).cast(pl.UInt64)


def frame(first: int, rows: int) -> pl.DataFrame:
    """The rows from one on."""
    places = pl.int_range(first, first + rows, dtype=pl.Int64)
    drawn = pl.select(
        id=places,
        kind=scrambled(places, 1) // 64 % 100,
        form=scrambled(places, 2) // 64 % 5,
        name=scrambled(places, 3) // 64 % len(NAMES),
        prefix=scrambled(places, 4) // 64 % len(PREFIXES),
        order=places.cast(pl.String).str.zfill(8),
    )

    def pick(values: list[str], column: str) -> pl.Series:
        return pl.Series(values).gather(drawn[column])

    drawn = drawn.with_columns(name=pick(NAMES, "name"), to=pick(PREFIXES, "prefix") + drawn["order"])
    text = pl.lit(None, pl.String)
    for share, forms in ((pl.col("kind") < SHARE, FOREIGN), (pl.col("kind") >= SHARE, PLAIN)):
        for number, form in enumerate(forms):
            filled = pl.format(form, "name", "order")
            text = pl.when(share & (pl.col("form") == number)).then(filled).otherwise(text)
    return drawn.select("id", "to", message=text)


def generate(directory: Path, rows: int, files: int) -> list[Path]:
    """Write the files, or leave them when they are there."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / f"part-{number:03}.parquet" for number in range(files)]
    first = 0
    for number, path in enumerate(paths):
        count = rows // files + (number < rows % files)
        if not path.exists():
            part = path.with_suffix(".part")
            frame(first, count).write_parquet(part, row_group_size=1 << 17)
            part.rename(path)
        first += count
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rows", type=int, default=16_000_000)
    parser.add_argument("--files", type=int, default=16)
    arguments = parser.parse_args()
    paths = generate(arguments.directory, arguments.rows, arguments.files)
    texts = pl.scan_parquet(paths)
    mean = texts.select(pl.col("message").str.len_chars().mean()).collect(engine="streaming").item()
    print(f"{arguments.rows:,} rows in {len(paths)} files, {mean:.1f} characters on average")


if __name__ == "__main__":
    main()
