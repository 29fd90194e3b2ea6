using System.Text;

namespace Ultrafarma.Cluster.Nodes;

/// <summary>Writes the text of a new inventory: what is given, and every other key as a comment with its default.</summary>
internal static class InventoryWriter
{
    public static string Write(ClusterInventory inventory)
    {
        var text = new StringBuilder();
        text.Append("# Inventory of a web cluster. It is read as data: nothing in it is ever executed.\n");
        text.Append("# Secrets do not belong here: Connect-WebCluster takes -Credential, and -KeyPassphrase for an encrypted key.\n");
        text.Append("@{\n");
        text.Append("    Name  = ").Append(InventoryLiteral.Quote(inventory.Name)).Append('\n');
        text.Append('\n');
        text.Append("    # A node may have these keys:\n");
        foreach (var key in InventorySchema.Node.Keys)
        {
            text.Append($"    #   {key.Name,-9} {key.Description}\n");
        }

        text.Append("    Nodes = @(\n");
        foreach (var node in inventory.Nodes)
        {
            text.Append("        @{ Name = ").Append(InventoryLiteral.Quote(node.Name));
            if (node.Address != node.Name)
            {
                text.Append("; Address = ").Append(InventoryLiteral.Quote(node.Address));
            }

            text.Append(" }\n");
        }

        text.Append("    )\n");
        Section(text, "Ssh", InventorySchema.Ssh, inventory.Ssh);
        Section(text, "Csync", InventorySchema.Csync, inventory.Csync);
        Section(text, "Httpd", InventorySchema.Httpd, inventory.Httpd);
        Section(text, "Haproxy", InventorySchema.Haproxy, inventory.Haproxy);
        return text.Append("}\n").ToString();
    }

    private static void Section<T>(StringBuilder text, string name, InventoryShape<T> shape, T values)
        where T : class
    {
        var description = InventorySchema.Cluster.Keys.First(key => key.Name == name).Description;
        text.Append($"\n    # {description}\n    {name} = @{{\n");
        foreach (var key in shape.Keys)
        {
            var literal = key.LiteralIn(values);
            var comment = literal == key.LiteralIn(shape.Empty) ? "# " : "";
            text.Append($"        # {key.Description}\n        {comment}{key.Name} = {literal}\n");
        }

        text.Append("    }\n");
    }
}
