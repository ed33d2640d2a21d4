# Looks at the shim with every tool that there is: `make analysis`. The sanitizers' unit tests are the target `check`.
TIDY ?= clang-tidy

.PHONY: analysis tidy cppcheck variants valgrind
analysis: tidy cppcheck all
	$(MAKE) -C ../tests/native variants valgrind

# One file at a time: with several, this version's analyzer takes every va_list behind the first file for uninitialized.
tidied := $(sources:%=$(BUILD)/tidy/%)
tidy: $(tidied)
$(tidied): $(BUILD)/tidy/%: % ../.clang-tidy $(BUILD)/version.h $(wildcard shim/*/*.h shim/*/*/*.h wire/*)
	@mkdir -p $(@D)
	$(TIDY) --quiet $< -- -std=gnu11 -D_GNU_SOURCE -U_FORTIFY_SOURCE -I$(BUILD) 2>$@.err || { cat $@.err; exit 1; }
	@touch $@

# alloca: an environment is copied in a vfork child, where only the caller's stack goes away by itself.
cppcheck:
	cppcheck -q -j2 --error-exitcode=1 --enable=warning,performance,portability --suppress=allocaCalled \
		--inline-suppr --std=c11 -D__x86_64__ -D__GLIBC__=2 -D__GNUC__=12 shim

# Both compilers, without and with everything that an optimizer does: the units, and programs traced by such a shim.
variants: $(BUILD)/version.h
	$(MAKE) -C ../tests/native variants

valgrind: all
	$(MAKE) -C ../tests/native valgrind
