using Ultrafarma.Cluster.Nodes;
using Xunit;

namespace Ultrafarma.Cluster.Tests.Nodes;

public sealed class NodeSetTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("APP01", "APP01")]
    [InlineData("APP01,APP02", "APP[01-02]")]
    [InlineData("APP05,APP01,APP03,APP02", "APP[01-03,05]")]
    [InlineData("APP9,APP10,APP11", "APP9,APP[10-11]")]
    [InlineData("APP1,APP01", "APP1,APP01")]
    [InlineData("web,lb01,db", "web,lb01,db")]
    [InlineData("n1.a.example,n2.a.example,n1.b.example", "n[1-2].a.example,n1.b.example")]
    [InlineData("10.77.0.11,10.77.0.12", "10.77.0.[11-12]")]
    [InlineData("APP01,app02", "APP01,app02")]
    [InlineData("n1234567890123456789,n1234567890123456780", "n1234567890123456789,n1234567890123456780")]
    public void Names_that_differ_in_a_number_are_folded(string names, string expected) =>
        Assert.Equal(expected, NodeSet.Fold(names.Split(',')));
}
