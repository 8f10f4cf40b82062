# Everything runs in .venv, which `make` builds itself from uv.lock: all it needs is Python 3.11+ and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help install check format test test-long test-slow demo story town train bench bench-network bench-graph bench-clustering bench-identity bench-together bench-quality bench-encryption quality performance reliability docs guide finding rating-figures held-apart screenshots bank-holidays bom wheel clean

help: ## List what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: $(READY) ## Build .venv with everything the engine and its tests need

$(READY): uv.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv export --quiet --frozen --group dev --no-emit-project --output-file $(VENV)/locked.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/locked.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

check: $(READY) ## Format, lint, types, the order of rooms, SQL style, bandit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/sqlfluff lint --processes 2 mash
	$(BIN)/python scripts/run_bandit.py

format: $(READY) ## Put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: $(READY) ## The suite but its long and slow parts: some minutes
	$(BIN)/pytest -n 2 --dist loadfile -m "not long and not slow"

test-long: $(READY) ## The files that run many whole commands, one after another
	$(BIN)/pytest -n 2 --dist loadfile -m "long and not slow"

test-slow: $(READY) ## The slow part
	$(BIN)/pytest -n 2 --dist loadfile -m slow

demo: $(READY) ## The story: five agencies' extracts to a re-rated referral
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/demo

story: $(READY) ## Write fixtures/story again from its generator
	$(BIN)/python -m mash.synthetic.story fixtures/story

town: $(READY) ## Write fixtures/town again from its generator
	$(BIN)/python -m mash.synthetic.fixture fixtures/town

train: $(READY) ## Train the built-in identity model again
	rm -rf build/train
	$(BIN)/mash synth build/train/town --persons 20000 --seed 20261101 --as-of 2026-11-01
	$(BIN)/mash init build/train/hub --drops build/train/town
	$(BIN)/mash pull --hub build/train/hub --as-of 2026-11-01
	$(BIN)/mash train --hub build/train/hub --out build/train/model-2026-11 --seed 1 --as-of 2026-11-01 --no-diff
	cp build/train/model-2026-11/* mash/identity/models/model-2026-11/

bench: $(READY) ## Time whole nights beside plain Splink, and the made-up town's own making; RECORDS="100000 300000 …"
	$(BIN)/python benchmarks/night.py $(or $(RECORDS),100000 300000 1000000)
	$(BIN)/python benchmarks/synth.py

bench-clustering: $(READY) ## Time the clustering beside Splink's, at a million and ten million pairs
	$(BIN)/python benchmarks/clustering.py

bench-identity: $(READY) ## Who is who beside plain Splink on the same records: seconds and memory; PERSONS=N
	$(BIN)/python benchmarks/identity.py $(PERSONS)

bench-network: $(READY) ## All open cases at once beside networkx case by case, with super-hubs, and the rating; PERSONS=N CASES=N
	$(BIN)/python benchmarks/network.py $(PERSONS) $(CASES)

bench-graph: $(READY) ## Time the writing of a large network in each format; PERSONS=N
	$(BIN)/python benchmarks/graph.py $(PERSONS)

bench-encryption: $(READY) ## Nights and enquiries of an encrypted hub with its audit beside a plain one without; PERSONS=N
	$(BIN)/python benchmarks/encryption.py $(PERSONS)

bench-together: $(READY) ## Analysts at work while nights run and publish: errors, waits, what the ledger has; ANALYSTS=N NIGHTS=N
	$(BIN)/python benchmarks/together.py $(ANALYSTS) $(NIGHTS)

bench-quality: $(READY) ## The engine beside its peers on the same files; FAKE_1000=FILE adds that list
	$(BIN)/python benchmarks/quality.py $(if $(FAKE_1000),--fake-1000 $(FAKE_1000))

quality: $(READY) ## Measure quality again and write docs/quality.md; FAKE_1000=FILE adds that list
	$(BIN)/python benchmarks/quality_page.py $(if $(FAKE_1000),--fake-1000 $(FAKE_1000))

performance: $(READY) ## Time nights, all open cases and enquiries, and write docs/performance.md; RECORDS="100000 300000 …"
	$(BIN)/python benchmarks/performance_page.py $(RECORDS)

reliability: $(READY) ## Kill, starve and shut out nights, send broken deliveries, and write docs/reliability.md; KILLS=N
	$(BIN)/python benchmarks/reliability_page.py $(KILLS)

guide: $(READY) ## Write the screens of docs/guide.md again from the story
	$(BIN)/python scripts/write_guide.py

finding: $(READY) ## Measure whether children are found by what referral forms hold, and write docs/finding.md
	$(BIN)/python benchmarks/finding.py

held-apart: $(READY) ## Count how often persons that something holds apart are one; three towns of 50,000
	$(BIN)/python benchmarks/held_apart.py

rating-figures: $(READY) ## Measure what the rating comes to and write it into docs/rating.md
	$(BIN)/python benchmarks/rating_figures.py

docs: $(READY) ## Write docs/rating.md again from the policy
	$(BIN)/python scripts/write_rating_guide.py

screenshots: $(READY) ## Take the pictures in docs/images again, from the story; needs Chromium
	$(BIN)/python scripts/take_screenshots.py

bank-holidays: $(READY) ## Write mash/rating/bank_holidays.csv again from the library that knows them
	$(BIN)/python scripts/write_bank_holidays.py

bom: $(READY) ## Write the bill of materials, dist/bom.cdx.json (CycloneDX), from uv.lock
	mkdir -p dist
	$(BIN)/uv export --quiet --frozen --no-dev --format cyclonedx1.5 --preview-features sbom-export --output-file dist/bom.cdx.json

wheel: $(READY) ## Build the wheel into dist/
	$(BIN)/uv build --quiet --wheel

clean: ## Remove what make built
	rm -rf $(VENV) dist demo
