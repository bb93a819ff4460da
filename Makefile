# make run    set up, then open the map (with no screen: write the default briefing to out/)
# make test   set up, then run the tests
# make test-peers   open exports with Chromium, LibreOffice and QGIS, which it installs (over 1 GB)
# make gallery      draw every theatre in every projection and style to out/gallery
# make screens      every panel in both themes at three sizes, to out/screens, to be looked at
# make monkey       twenty thousand random events at the window, then a smaller seed: nothing may break or leak
# make docs         write docs/essay.md anew, with the program's own figures, and draw the screenshots from the running program
# make setup | check | bench | lock | clean

BIN := .venv/bin

.PHONY: run test test-peers setup check docs screens gallery monkey bench lock clean

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh

run: setup
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "No screen found: writing the default briefing to out/pratas.pdf and out/pratas.png instead."; \
		mkdir -p out && $(BIN)/rimland brief pratas --out out/pratas.pdf --out out/pratas.png; \
	else \
		$(BIN)/rimland; \
	fi

test: setup
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

test-peers: setup
	sh scripts/peers.sh
	$(BIN)/python -m pytest -q tests/peers/peer_exports.py tests/peers/peer_pictures.py

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

screens: setup
	$(BIN)/python -m benchmarks.screens out/screens

docs: setup
	$(BIN)/python -m docs.make_essay
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m docs.make_pictures

gallery: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.pictures.gallery out/gallery

monkey: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.monkey 20000 1
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.monkey 5000 2

bench: .venv/.bench
	$(BIN)/python -m benchmarks

.venv/.bench: .venv/.ready pyproject.toml
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python -r pyproject.toml --extra bench
	@touch $@

lock: setup
	$(BIN)/uv pip compile --quiet --system-certs --universal --generate-hashes --python-version 3.11 --no-header --extra dev \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv out dist build-cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
