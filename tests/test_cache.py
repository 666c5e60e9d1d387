"""The cached store: built once, opened after, made anew when a data file changes, and never in the way."""

import os
import shutil

import pytest

from kg import cache, paths

COUNT = "SELECT (COUNT(*) AS ?n) { ?source a aec:Source }"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A small data set of its own, and a cache of its own."""
    seed = paths.DATA / "sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl"
    folder = tmp_path / "data"
    shutil.copytree(paths.DATA / "reference", folder / "reference")
    (folder / "sources/2020").mkdir(parents=True)
    shutil.copy(seed, folder / "sources/2020")
    monkeypatch.setattr(paths, "DATA", folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("AEC_CACHE", raising=False)
    return folder


def stores(tmp_path):
    folder = tmp_path / "cache/aec-kg"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def sources(store):
    return int(next(iter(store.solutions(COUNT)))["n"].value)


def test_built_once_and_opened_after(data, tmp_path):
    assert sources(cache.bundled()) == 1
    (built,) = stores(tmp_path)
    assert sources(cache.bundled()) == 1 and stores(tmp_path) == [built]


def test_a_change_makes_a_new_store_and_removes_the_old(data, tmp_path):
    cache.bundled()
    (before,) = stores(tmp_path)
    copy = data / "sources/2020/2020-06-12-another.ttl"
    shutil.copy(data / "sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl", copy)
    assert sources(cache.bundled()) == 2
    (after,) = stores(tmp_path)
    assert after != before
    os.utime(copy, (1, 1))
    cache.bundled()
    assert stores(tmp_path) != [after]


def test_where_the_cache_cannot_be_written_memory_serves(data, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert sources(cache.bundled()) == 1


def test_it_can_be_switched_off(data, tmp_path, monkeypatch):
    monkeypatch.setenv("AEC_CACHE", "off")
    assert sources(cache.bundled()) == 1 and stores(tmp_path) == []


def test_a_broken_store_is_passed_over(data, tmp_path):
    cache.bundled()
    (name,) = stores(tmp_path)
    for path in (tmp_path / "cache/aec-kg" / name).iterdir():
        path.unlink()
    assert sources(cache.bundled()) == 1


def test_two_installations_keep_a_store_each(data, tmp_path, monkeypatch):
    cache.bundled()
    (one,) = stores(tmp_path)
    shutil.copytree(data, tmp_path / "other")
    monkeypatch.setattr(paths, "DATA", tmp_path / "other")
    cache.bundled()
    assert one in stores(tmp_path) and len(stores(tmp_path)) == 2
