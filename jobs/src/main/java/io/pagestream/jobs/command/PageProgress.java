package io.pagestream.jobs.command;

import io.pagestream.operators.metrics.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a run is: a bar on a terminal, a plain line now and then elsewhere. Belongs to one thread; {@link #show} is
 * called several times a second.
 */
public final class PageProgress implements AutoCloseable {

    /** Set by the start script when stderr is a terminal: its width. */
    public static final String COLUMNS = "pagestream.terminal.columns";

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintStream err;
    private final boolean quiet;
    private final Optional<ProgressBar> bar;
    private final long started = System.nanoTime();
    private long lastLine = started;

    private PageProgress(PrintStream err, boolean quiet, Optional<ProgressBar> bar) {
        this.err = err;
        this.quiet = quiet;
        this.bar = bar;
    }

    public static PageProgress on(PrintStream err, boolean quiet) {
        int columns = Integer.getInteger(COLUMNS, 0);
        boolean terminal = !quiet && columns >= 40;
        return new PageProgress(err, quiet, terminal ? Optional.of(bar(err, columns)) : Optional.empty());
    }

    private static ProgressBar bar(PrintStream err, int columns) {
        return new ProgressBarBuilder()
                .setTaskName("reading")
                .setInitialMax(-1)
                .setUnit(" pages", 1)
                .setUpdateIntervalMillis(200)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(err, columns - 1))
                .showSpeed(new java.text.DecimalFormat("0.0", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .build();
    }

    /** Shows the state of {@code run}. */
    public void show(Progress run) {
        long done = run.pagesDone() + run.pagesFailed();
        bar.ifPresent(each -> {
            if (run.pagesFound() > 0) {
                each.maxHint(run.pagesFound());
            }
            each.stepTo(done);
            each.setExtraMessage(extra(run));
        });
        long now = System.nanoTime();
        if (bar.isEmpty() && !quiet && now - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = now;
            err.println("pagestream: " + line(run, Duration.ofNanos(now - started)));
        }
    }

    private static String extra(Progress run) {
        String failed = run.pagesFailed() > 0 ? ", " + run.pagesFailed() + " failed" : "";
        return " " + run.documentsDone() + "/" + run.documentsFound() + " documents" + failed;
    }

    /** One line: pages done, failed, per second and the time left at this speed. */
    static String line(Progress run, Duration since) {
        long done = run.pagesDone() + run.pagesFailed();
        double perSecond = done / Math.max(0.001, since.toMillis() / 1000.0);
        String left = done == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.1f pages/s, about %d s left",
                        perSecond,
                        Math.round((run.pagesFound() - done) / perSecond));
        return done + " of " + run.pagesFound() + " pages, " + run.pagesFailed() + " failed" + left;
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
