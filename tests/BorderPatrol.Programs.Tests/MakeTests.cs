using BorderPatrol.Programs.Tests.Running;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Programs.Tests;

/// <summary>make -j with its job server, and the compiler: the same objects, the same program.</summary>
public class MakeTests
{
    private static int Files => Load.Of(12);

    [Fact]
    public void Make_builds_the_same_program()
    {
        var recorded = Comparison.Play(0, Play);
        recorded.Of("make").Processes(2).Made(Files, "posix_spawn", "vfork").Moved(ChannelKind.Pipe, 1, 1);
        recorded.Of("cc1").Processes(Files);
        recorded.OfLinked(Require.Program("as")).Processes(Files);
        recorded.OfLinked(Require.Program("gcc")).Processes(Files);
    }

    private static void Play(Stage stage)
    {
        for (int number = 0; number < Files; number++)
            stage.Write($"tree/part{number}.c", Part(number));
        stage.Write("tree/all.h", "#define MAGIC 42\n" + string.Concat(Enumerable.Range(0, Files).Select(number => $"int part{number}(int);\n")));
        string calls = string.Concat(Enumerable.Range(0, Files).Select(number => $"sum += part{number}(sum % 7);\n"));
        stage.Write("tree/main.c", $"#include \"all.h\"\nint main(void) {{\nint sum = 0;\n{calls}return sum % 100;\n}}\n");
        stage.Write("tree/broken.c", "int broken(void) { return nothing; }\n");
        stage.Write("tree/Makefile", """
            objects := $(filter-out broken.o,$(patsubst %.c,%.o,$(wildcard *.c)))
            all: program
            	@$(MAKE) --no-print-directory check
            program: $(objects)
            	@gcc -o $@ $(sort $^)
            %.o: %.c all.h
            	@gcc -O1 -g0 -c -o $@ $<
            check: program
            	@./program | sort | tail -n 3
            	@echo 'lines: $(shell ./program | wc -l)'

            """);
        stage.Run(Require.Program("make"), "-C", stage.At("tree"), "--no-print-directory", "-j4", "-Otarget").Succeeded();
        stage.Run("sh", "-c", "cd tree && sha256sum *.o program");
        stage.Run(Require.Program("make"), "-C", stage.At("tree"), "--no-print-directory", "-j4", "-k", "broken.o", "all");
        stage.Run(stage.At("tree/program"));
        stage.NoteFiles("tree");
    }

    private static string Part(int number) => $$"""
        #include <stdio.h>
        #include "all.h"
        int part{{number}}(int x) { printf("part {{number}} of %d\n", x); return x * {{number}} + MAGIC; }

        """;
}
