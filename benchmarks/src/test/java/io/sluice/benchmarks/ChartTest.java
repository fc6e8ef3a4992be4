package io.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<double[]> points(Document page, int line) {
        Element polyline = (Element) page.getElementsByTagName("polyline").item(line);
        List<double[]> points = new ArrayList<>();
        for (String point : polyline.getAttribute("points").split(" ", -1)) {
            String[] numbers = point.split(",", -1);
            points.add(new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])});
        }
        return points;
    }

    private static List<String> texts(Document page) {
        NodeList nodes = page.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void aPageIsXmlWithTheNamesAndOneLineForEachSeries() throws Exception {
        Chart chart = new Chart(
                "Cost & growth",
                "files",
                "s",
                false,
                List.of(
                        new Chart.Series("a < b", new double[] {0, 5, 10}, new double[] {1, 2, 3}),
                        new Chart.Series("flat", new double[] {0, 10}, new double[] {2, 2})));

        Document page = parsed(Chart.page("All", List.of(chart, chart, chart)));

        assertThat(texts(page)).contains("All", "Cost & growth", "a < b", "flat", "files", "s");
        assertThat(page.getElementsByTagName("polyline").getLength()).isEqualTo(6);
    }

    @Test
    void aLargerValueLiesHigherAndALaterOneFurtherRightInsideTheChart() throws Exception {
        Chart chart = new Chart(
                "t", "s", "MB", false, List.of(new Chart.Series("x", new double[] {0, 1, 2}, new double[] {0, 7, 93})));

        List<double[]> points = points(parsed(Chart.page("p", List.of(chart))), 0);

        assertThat(points.get(0)[0]).isEqualTo(62);
        assertThat(points.get(2)[0]).isGreaterThan(points.get(1)[0]).isLessThanOrEqualTo(444);
        assertThat(points.get(0)[1]).isEqualTo(188);
        assertThat(points.get(2)[1]).isLessThan(points.get(1)[1]).isGreaterThanOrEqualTo(34);
    }

    @Test
    void onALogarithmicAxisEachPowerOfTenIsAsFarFromTheNext() throws Exception {
        Chart chart = new Chart(
                "t", "keys", "s", true, List.of(new Chart.Series("x", new double[] {1, 10, 100, 1_000}, new double[] {
                    1, 1, 1, 1
                })));

        Document page = parsed(Chart.page("p", List.of(chart)));

        List<double[]> points = points(page, 0);
        double step = points.get(1)[0] - points.get(0)[0];
        assertThat(points.get(2)[0] - points.get(1)[0]).isBetween(step - 0.2, step + 0.2);
        assertThat(points.get(3)[0] - points.get(2)[0]).isBetween(step - 0.2, step + 0.2);
        assertThat(texts(page)).contains("1", "10", "100", "1,000");
    }

    @Test
    void aSeriesWithoutPointsOrWithOtherNumbersOfValuesIsRefused() {
        assertThatThrownBy(() -> new Chart.Series("x", new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chart.Series("x", new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
