package io.pagestream.jobs.parity;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.FilePictures;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.golden.MissingGoldenException;
import io.pagestream.models.parity.ParityRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds models against what a reference wrote of them. */
@Command(
        name = "parity",
        description = "Compare a model with golden data: what the official code computed with the same checkpoint.",
        footer = {
            "",
            "FOLDER holds a checkpoint and golden/ (docs/exactness.md), or several such folders. Each case ends as holds, as",
            "DIFFERS with the first difference, or as NOT RUN with the reason. Code 0: all hold; 4: anything else.",
            "",
            "Examples:",
            "  pagestream parity models/src/test/golden",
            "  pagestream parity my-model --device cuda:0 --case vision --case single_image --json"
        })
public final class Parity implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "A checkpoint with golden/, or a folder of such.")
    private Path folder;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu:f32",
            description =
                    "cpu:f32 and cuda:0:f32 compare everything; cpu:bf16 and cuda:0 what reduced precision allows."
                            + " Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description =
                    "Only this one: 'pictures', 'vision' or a case; FOLDER/NAME for that of one folder. May be given"
                            + " more than once.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object on stdout, and no table.")
    private boolean json;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Parity(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        List<Path> folders = folders();
        requireKnown(folders);
        try (Device opened = Devices.open(device)) {
            ParityReport report = new ParityReport(streams.out(), json, opened);
            report.begin();
            ParityRun run = new ParityRun(opened, new FilePictures(), this::isWanted, report::add);
            folders.forEach(run::run);
            report.end();
            return report.allHold() ? ExitCode.DONE : ExitCode.NO_PARITY;
        }
    }

    private List<Path> folders() {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        List<Path> folders = GoldenFolder.under(folder);
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(folder + " holds no checkpoint with golden/, and no folder with one");
        }
        return folders;
    }

    private boolean isWanted(String golden, String name) {
        return wanted.isEmpty() || wanted.contains(name) || wanted.contains(golden + "/" + name);
    }

    /** A name that nobody knows would run nothing, which is easily taken for a pass. */
    private void requireKnown(List<Path> folders) {
        Set<String> unknown = new LinkedHashSet<>(wanted);
        Set<String> known = new LinkedHashSet<>();
        for (Path each : unknown.isEmpty() ? List.<Path>of() : folders) {
            try {
                GoldenFolder golden = GoldenFolder.of(each);
                for (String name : ParityRun.names(golden)) {
                    unknown.remove(name);
                    unknown.remove(golden.name() + "/" + name);
                    known.add(name);
                }
            } catch (MissingGoldenException e) {
                known.add("those of " + each.getFileName() + ", which cannot be read");
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no case " + String.join(", ", unknown) + "; there are " + String.join(", ", known));
        }
    }
}
