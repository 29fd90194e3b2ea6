using System.Globalization;
using System.Management.Automation.Language;
using System.Numerics;
using Ultrafarma.Cluster.Nodes;

namespace Ultrafarma.Cluster.Commands.Nodes;

/// <summary>Turns PowerShell's syntax tree into plain data. Only constants, arrays and hashtables get through.</summary>
internal sealed class InventoryTree
{
    private const int DepthLimit = 16;

    private readonly InventoryReport _report;

    private InventoryTree(InventoryReport report) => _report = report;

    /// <summary>The table that the file consists of, or null when it is anything else.</summary>
    public static InventoryValue? FromScript(ScriptBlockAst script, InventoryReport report)
    {
        var isData = script is
        {
            ParamBlock: null, DynamicParamBlock: null, BeginBlock: null, ProcessBlock: null, ScriptRequirements: null,
            UsingStatements.Count: 0, EndBlock: { Statements.Count: 1, Traps: null or { Count: 0 } },
        };
        if (isData && Expression(script.EndBlock.Statements[0]) is HashtableAst table)
        {
            return new InventoryTree(report).Table(table, "", 0);
        }

        report.Add(InventorySeverity.Error, script.Extent.StartLineNumber, script.Extent.StartColumnNumber, "",
            "must be one table: @{ Name = '…'; Nodes = @( @{ Name = '…' } ) }.");
        return null;
    }

    private static ExpressionAst? Expression(StatementAst statement) => (statement as PipelineBaseAst)?.GetPureExpression();

    private InventoryValue Value(StatementAst statement, string key, int depth) =>
        Expression(statement) is { } expression ? Value(expression, key, depth) : NonData(statement, key);

    private InventoryValue Value(ExpressionAst expression, string key, int depth)
    {
        if (depth > DepthLimit)
        {
            return NonData(expression, key, "is nested too deeply.");
        }

        var (line, column) = Position(expression);
        return expression switch
        {
            HashtableAst table => Table(table, key, depth),
            ArrayLiteralAst array => new InventoryList(Items(array, key, depth), line, column),
            ArrayExpressionAst array => new InventoryList(
                [.. array.SubExpression.Statements.SelectMany(s => Items(s, key, depth))], line, column),
            StringConstantExpressionAst text => new InventoryScalar(text.Value, line, column),
            ConstantExpressionAst constant => Number(constant.Value, expression, key, 1),
            UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst constant } =>
                Number(constant.Value, expression, key, -1),
            VariableExpressionAst variable => Variable(variable, key),
            _ => NonData(expression, key),
        };
    }

    private InventoryTable Table(HashtableAst table, string key, int depth)
    {
        var (line, column) = Position(table);
        var entries = new List<InventoryEntry>(table.KeyValuePairs.Count);
        foreach (var (name, statement) in table.KeyValuePairs)
        {
            if (name is not StringConstantExpressionAst { Value: var text })
            {
                NonData(name, key, "a key must be a plain word.");
                continue;
            }

            var (entryLine, entryColumn) = Position(name);
            var path = key.Length == 0 ? text : key + "." + text;
            entries.Add(new InventoryEntry(text, entryLine, entryColumn, Value(statement, path, depth + 1)));
        }

        return new InventoryTable(entries, line, column);
    }

    // Inside @( … ) a comma list is the array itself, not an array in an array.
    private List<InventoryValue> Items(StatementAst statement, string key, int depth) => Expression(statement) switch
    {
        null => [NonData(statement, key)],
        ArrayLiteralAst array => Items(array, key, depth),
        var one => [Value(one, key, depth + 1)],
    };

    private List<InventoryValue> Items(ArrayLiteralAst array, string key, int depth) =>
        [.. array.Elements.Select(element => Value(element, key, depth + 1))];

    private InventoryValue Number(object? value, ExpressionAst at, string key, int sign)
    {
        var (line, column) = Position(at);
        return value switch
        {
            BigInteger big => new InventoryScalar(sign * (double)big, line, column),
            IConvertible number and not string => new InventoryScalar(sign * number.ToDouble(CultureInfo.InvariantCulture), line, column),
            _ => NonData(at, key),
        };
    }

    private InventoryValue Variable(VariableExpressionAst variable, string key)
    {
        var (line, column) = Position(variable);
        return variable.VariablePath.UserPath.ToUpperInvariant() switch
        {
            "TRUE" => new InventoryScalar(true, line, column),
            "FALSE" => new InventoryScalar(false, line, column),
            "NULL" => new InventoryScalar(null, line, column),
            _ => NonData(variable, key, $"${PathText.Display(variable.VariablePath.UserPath)} is a variable. "
                + "An inventory is read without being run: write the value itself."),
        };
    }

    // The text itself is not repeated: it may be somebody's attempt to fetch a password.
    private InventoryNonData NonData(Ast at, string key, string? message = null)
    {
        var (line, column) = Position(at);
        _report.Add(InventorySeverity.Error, line, column, key, message ?? at switch
        {
            ExpandableStringExpressionAst => "has a variable or an expression in double quotes. Write the value itself, or use single "
                + "quotes if the text is meant as it stands.",
            PipelineAst => "is a command, or text without quotes. An inventory is read without being run: text stands in single quotes.",
            _ => "is an expression. An inventory is read without being run: only text, numbers, $true, $false, $null, arrays and "
                + "tables are allowed.",
        });
        return new InventoryNonData(line, column);
    }

    private static (int Line, int Column) Position(Ast ast) => (ast.Extent.StartLineNumber, ast.Extent.StartColumnNumber);
}
