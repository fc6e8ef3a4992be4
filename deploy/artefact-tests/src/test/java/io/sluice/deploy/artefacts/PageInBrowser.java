package io.sluice.deploy.artefacts;

import io.sluice.deploy.page.browser.BrowserPage;
import io.sluice.deploy.page.browser.Chromium;
import io.sluice.deploy.page.browser.Look;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/**
 * A browser that looks at the page of a run from its beginning until after its end; a machine without Chromium has none, and says so. One
 * thread.
 */
final class PageInBrowser implements AutoCloseable {
    private final Chromium chromium;
    private final BrowserPage page;

    private PageInBrowser(Chromium chromium, BrowserPage page) {
        this.chromium = chromium;
        this.page = page;
    }

    static PageInBrowser open(URI url) throws IOException {
        if (Chromium.program().isEmpty()) {
            System.out.println("There is no chromium on the path of this machine, so nobody looks at " + url
                    + " (Debian: apt-get install chromium; elsewhere -Dsluice.chromium=PROGRAM).");
            return new PageInBrowser(null, null);
        }
        Chromium started = Chromium.start();
        boolean opened = false;
        try {
            PageInBrowser browser = new PageInBrowser(started, started.open(url, Look.WIDE));
            opened = true;
            return browser;
        } finally {
            if (!opened) {
                started.close();
            }
        }
    }

    boolean isThere() {
        return page != null;
    }

    BrowserPage page() {
        return page;
    }

    /** Waits until a stage of the picture shows a number, digit by digit. */
    void awaitNumber(String stage, long number) throws IOException {
        page.waitFor("document.querySelector(\"[data-slot='" + stage + "'] dd[title='"
                + String.format(Locale.ROOT, "%,d", number) + "']\")");
    }

    @Override
    public void close() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
    }
}
