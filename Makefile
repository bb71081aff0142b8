# Everything that this project needs sets itself up; see tools/setup.sh for what that is.
#
#   make serve   build the page and serve it on http://localhost:8080 (PORT=… for another)
#   make test    run every test
#   make dist    build dist/: static files for any web host
#   make bench   measure the core; make bench-page measures the page in Chromium
#   make bench-dns  measure the check of a domain against DNS servers whose every answer is late
#   make sentences  write the list of all texts, docs/sentences.md, anew
#   make fuzz    five minutes of fuzzing for each target (SECONDS_OF_FUZZING=… for more)

.PHONY: serve test dist bench bench-page bench-dns sentences fuzz

serve:
	@tools/serve.sh

test:
	@tools/test.sh

dist:
	@tools/dist.sh

bench:
	@tools/bench.sh

bench-page:
	@tools/bench-page.sh

bench-dns:
	@tools/bench-dns.sh

sentences:
	@tools/sentences.sh

fuzz:
	@tools/fuzz.sh
