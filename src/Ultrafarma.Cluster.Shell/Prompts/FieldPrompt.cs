using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Ultrafarma.Cluster.Shell.Hosting;

namespace Ultrafarma.Cluster.Shell.Prompts;

/// <summary>Asks for the values of mandatory parameters, one after the other, lists element by element.</summary>
internal sealed class FieldPrompt(Terminal terminal, LineReader lines, PSHostUserInterface credentials)
{
    /// <summary>Asks for all fields.</summary>
    public Dictionary<string, PSObject> Ask(string? caption, string? message, Collection<FieldDescription> fields)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            terminal.WriteQuestion(string.Empty, newLine: true);
            terminal.WriteQuestion(caption, newLine: true);
        }

        if (!string.IsNullOrEmpty(message))
        {
            terminal.WriteQuestion(message, newLine: true);
        }

        if (fields.Any(f => !string.IsNullOrEmpty(f.HelpMessage)))
        {
            terminal.WriteQuestion("(Type !? for Help.)", newLine: true);
        }

        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in fields)
        {
            answers.Add(field.Name, PSObject.AsPSObject(AskField(field)));
        }

        return answers;
    }

    private static Type FieldType(FieldDescription field) =>
        LanguagePrimitives.TryConvertTo(field.ParameterAssemblyFullName, out Type byAssembly) ? byAssembly
        : LanguagePrimitives.TryConvertTo(field.ParameterTypeFullName, out Type byName) ? byName
        : typeof(string); // Of a module that is not loaded: the binder converts the text later, or says that it cannot.

    private object AskField(FieldDescription field)
    {
        Type type = FieldType(field);
        if (!typeof(IList).IsAssignableFrom(type))
        {
            return AskValue(type, field.Name + ": ", field) ?? string.Empty;
        }

        Type element = type.IsArray ? type.GetElementType()! : typeof(object);
        var list = new ArrayList();
        while (AskValue(element, string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{list.Count}]: "), field) is object value)
        {
            list.Add(value);
        }

        return LanguagePrimitives.TryConvertTo(list, type, CultureInfo.InvariantCulture, out object converted) ? converted : list;
    }

    // Null is an empty answer, which ends a list.
    private object? AskValue(Type type, string label, FieldDescription field)
    {
        if (type == typeof(PSCredential))
        {
            terminal.WriteQuestion(field.Name, newLine: true);
            return credentials.PromptForCredential(null, null, null, string.Empty);
        }

        while (true)
        {
            terminal.WriteQuestion(label, newLine: false);
            if (type == typeof(SecureString))
            {
                SecureString secret = lines.ReadSecret();
                return secret.Length == 0 ? null : secret;
            }

            string text = lines.ReadText() ?? throw new PipelineStoppedException();
            if (text == "!?")
            {
                terminal.WriteQuestion(
                    string.IsNullOrEmpty(field.HelpMessage) ? $"No help is available for {field.Name}." : field.HelpMessage,
                    newLine: true);
            }
            else if (text.Length == 0)
            {
                return null;
            }
            else if (LanguagePrimitives.TryConvertTo(text, type, CultureInfo.InvariantCulture, out object value))
            {
                return value;
            }
            else
            {
                terminal.WriteQuestion($"'{text}' is not a {type.Name}.", newLine: true);
            }
        }
    }
}
