package dev.lockstitch.checks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A pom as it is written, without what it inherits. */
final class Pom {

    private final Element project;

    private Pom(Element project) {
        this.project = project;
    }

    static Pom at(Path file) {
        try {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }

    String version() {
        return text(project, "version");
    }

    boolean hasParent() {
        return children(project).anyMatch(child -> child.getNodeName().equals("parent"));
    }

    /** The properties whose names say that they are versions. */
    Map<String, String> versionProperties() {
        Map<String, String> versions = new LinkedHashMap<>();
        children(project)
                .filter(child -> child.getNodeName().equals("properties"))
                .flatMap(Pom::children)
                .filter(property -> property.getNodeName().endsWith(".version"))
                .forEach(property -> versions.put(
                        property.getNodeName(), property.getTextContent().strip()));
        return versions;
    }

    /** The plugins and their versions; the empty text where a plugin has none. */
    Map<String, String> plugins() {
        Map<String, String> plugins = new LinkedHashMap<>();
        var found = project.getElementsByTagName("plugin");
        IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .map(Element.class::cast)
                .filter(plugin ->
                        !text(plugin, "version").isEmpty() || !plugins.containsKey(text(plugin, "artifactId")))
                .forEach(plugin -> plugins.put(text(plugin, "artifactId"), text(plugin, "version")));
        return plugins;
    }

    private static String text(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getNodeName().equals(name))
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    private static Stream<Element> children(Node parent) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
