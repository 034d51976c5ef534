package io.pagestream.jobs.pipeline;

import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.Page;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Says of each document that was opened how many of its pages are asked for, before one of them is read. */
final class FirstPages implements FlatMapFunction<Page, DocumentProgress> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Page page, Collector<DocumentProgress> out) {
        if (page.getPosition() == 0) {
            out.collect(DocumentProgress.newBuilder()
                    .setDocumentId(page.getDocumentId())
                    .setTenant(page.getTenant())
                    .setTotal(page.getCount())
                    .setDone(0)
                    .setFailed(0)
                    .setFinished(false)
                    .setTime(System.currentTimeMillis())
                    .build());
        }
    }
}
