package io.sluice.deploy.page.browser;

/**
 * How a page is looked at. Immutable.
 *
 * @param dark whether the system asks for dark colours
 */
public record Look(int width, int height, boolean dark, boolean calm) {
    public static final Look WIDE = new Look(1440, 900, false, true);
    static final Look HALF = new Look(760, 900, false, true);

    Look inDark() {
        return new Look(width, height, true, calm);
    }
}
