package io.pagestream.models.prompt;

/**
 * The order of InternLM-XComposer's high-definition models (modeling_internlm_xcomposer2.py, {@code img2emb} and the
 * tower's {@code forward}).
 */
final class OverviewAndRows {

    private static final int END_OF_ROW = -1;
    private static final int END_OF_OVERVIEW = -2;

    private final int side;
    private final int[] vectors;
    private int at;

    private OverviewAndRows(int side, int count) {
        this.side = side;
        this.vectors = new int[count];
    }

    static int[] vectors(ImageShape image, int side) {
        int tiles = image.columns() * image.rows();
        if (image.views() != tiles + 1) {
            throw new IllegalArgumentException(
                    "this model sees the whole picture first and then its tiles, " + (tiles + 1) + " views of "
                            + image.columns() + " x " + image.rows() + " tiles, got " + image.views());
        }
        int rows = side * (side + 1);
        int full = Math.multiplyExact(image.rows() * side, image.columns() * side + 1);
        OverviewAndRows order = new OverviewAndRows(side, Math.addExact(rows + 1, full));
        order.addMap(0, 1, 1);
        order.add(END_OF_OVERVIEW);
        order.addMap(1, image.columns(), image.rows());
        return order.vectors;
    }

    private void addMap(int firstView, int columns, int rows) {
        for (int y = 0; y < rows * side; y++) {
            for (int x = 0; x < columns * side; x++) {
                int view = firstView + y / side * columns + x / side;
                add(view * side * side + y % side * side + x % side);
            }
            add(END_OF_ROW);
        }
    }

    private void add(int vector) {
        vectors[at++] = vector;
    }
}
