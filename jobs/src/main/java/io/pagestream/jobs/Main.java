package io.pagestream.jobs;

import io.pagestream.jobs.ask.AskFile;
import io.pagestream.jobs.ask.Compose;
import io.pagestream.jobs.bench.Bench;
import io.pagestream.jobs.cluster.RunJob;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.convert.ConvertResults;
import io.pagestream.jobs.demo.Demo;
import io.pagestream.jobs.evaluate.Evaluate;
import io.pagestream.jobs.gpucheck.GpuCheck;
import io.pagestream.jobs.local.ReadFiles;
import io.pagestream.jobs.parity.Parity;
import io.pagestream.jobs.plan.Plan;
import io.pagestream.jobs.replay.Replay;
import io.pagestream.jobs.send.Send;
import io.pagestream.jobs.serve.Serve;
import io.pagestream.jobs.view.ViewResults;
import io.pagestream.schemas.CodeVersion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code pagestream}. */
@Command(
        name = "pagestream",
        description = "Reads documents with a vision-language model, inside Apache Flink, in one Java process.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Results go to stdout or to a folder, everything else to stderr.",
            "Exit codes: 0 everything went through; what cannot be read is a dead letter,",
            "which is a result of a kind, and --strict makes it code 3. 1 the program",
            "failed. 2 the command line is wrong. 4 parity, gpu-check: not all of it holds.",
            "",
            "Examples:",
            "  pagestream demo                                read what ships with it",
            "  pagestream read scans/ --out results           a folder in, a folder out",
            "  pagestream convert results --to pdf --out pdfs searchable PDFs of it",
            "  pagestream view results                        look at it in a browser",
            "  pagestream ask a.pdf \"What is the total?\"      a question about every page",
            "  pagestream serve --data documents              over HTTP",
            "  pagestream run --config deploy/pagestream.yaml Kafka in, Kafka out",
            "  pagestream send --config FILE scans/           ask that stream to read a folder",
            "  pagestream replay --config FILE --dry-run      what dead letters would be sent again",
            "  pagestream bench                               how fast it is here",
            "  pagestream evaluate known/                     how well it reads, where that is known",
            "  pagestream plan --model FOLDER --device cuda:0 what it will take",
            "  pagestream parity FOLDER                       is it the reference's?",
            "  pagestream gpu-check                           is the card right, and how fast",
            "",
            "pagestream COMMAND --help says more about a command."
        })
public final class Main {

    private final Streams streams;

    Main(Streams streams) {
        this.streams = streams;
    }

    public static void main(String[] args) {
        // Flink, and whoever else writes to System.out, writes to stderr: stdout is for results.
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        System.setOut(err);
        System.setErr(err);
        int code = new Main(new Streams(out, err)).run(args);
        out.flush();
        // Not a return: a loaded engine lingers, and Flink leaves threads behind.
        System.exit(code);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Runs one command. */
    int run(String... args) {
        if (isVerbose(args)) {
            // Before anything has asked for a logger.
            System.setProperty("pagestream.log.console", "info");
            System.setProperty("pagestream.log.level", "info");
        }
        if (Arrays.asList(args).contains("--trace")) {
            System.setProperty("pagestream.log.trace", "debug");
        }
        CommandLine commands = commands();
        commands.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, parsed, args));
        return args.length == 0 ? usage(commands) : commands.execute(args);
    }

    /** All commands with their options. */
    CommandLine commands() {
        CommandLine commands = new CommandLine(this)
                .addSubcommand(new Demo(streams))
                .addSubcommand(new ReadFiles(streams))
                .addSubcommand(new ConvertResults(streams))
                .addSubcommand(new ViewResults(streams))
                .addSubcommand(new AskFile(streams))
                .addSubcommand(new Compose(streams))
                .addSubcommand(new Serve(streams))
                .addSubcommand(new RunJob(streams))
                .addSubcommand(new Send(streams))
                .addSubcommand(new Replay(streams))
                .addSubcommand(Bench.command(streams))
                .addSubcommand(new Evaluate(streams))
                .addSubcommand(new Plan(streams))
                .addSubcommand(new Parity(streams))
                .addSubcommand(new GpuCheck(streams));
        commands.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        commands.setOut(new java.io.PrintWriter(streams.out(), true));
        commands.setErr(new java.io.PrintWriter(streams.err(), true));
        commands.setUsageHelpAutoWidth(true);
        commands.setParameterExceptionHandler(this::refuse);
        return commands;
    }

    private int usage(CommandLine commands) {
        commands.usage(streams.err());
        return ExitCode.USAGE;
    }

    private int refuse(ParameterException wrong, String[] args) {
        streams.say(wrong.getMessage());
        streams.say("'" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help' says what can be said");
        return ExitCode.USAGE;
    }

    private int fail(Exception failure, ParseResult parsed, String[] args) {
        boolean usage = failure instanceof IllegalArgumentException;
        streams.say(usage ? failure.getMessage() : CommandFailure.sentenceOf(failure));
        if (isVerbose(args)) {
            failure.printStackTrace(streams.err());
        }
        return usage ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static boolean isVerbose(String... args) {
        return Arrays.asList(args).contains("--verbose") || Arrays.asList(args).contains("-v");
    }

    /** That of the program, and of the Java that runs it. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "pagestream " + CodeVersion.get(),
                "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
            };
        }
    }
}
