
namespace ConsultCluster.Relay.Remote.Tests;

public sealed class NodeKeyTests
{
    private readonly NodeKey _key = NodeKey.Parse(NodeKey.Create())!;
    private readonly string _node = NodeKey.NewNonce();
    private readonly string _control = NodeKey.NewNonce();

    [Fact]
    public void IsProofOfNode_SameKeyAndNumbers_Holds()
    {
        Assert.True(_key.IsProofOfNode(_key.ProveAsNode(_node, _control, "cert"), _node, _control, "cert"));
        Assert.True(_key.IsProofOfControl(_key.ProveAsControl(_node, _control, null), _node, _control, null));
    }

    [Fact]
    public void IsProof_AnythingElse_DoesNotHold()
    {
        var proof = _key.ProveAsNode(_node, _control, "cert");

        Assert.False(_key.IsProofOfControl(proof, _node, _control, "cert"));
        Assert.False(_key.IsProofOfNode(proof, _node, _control, "other"));
        Assert.False(_key.IsProofOfNode(proof, _node, _control, null));
        Assert.False(_key.IsProofOfNode(proof, NodeKey.NewNonce(), _control, "cert"));
        Assert.False(_key.IsProofOfNode(proof, _node, NodeKey.NewNonce(), "cert"));
        Assert.False(NodeKey.Parse(NodeKey.Create())!.IsProofOfNode(proof, _node, _control, "cert"));
        Assert.False(_key.IsProofOfNode(string.Empty, _node, _control, "cert"));
        Assert.False(_key.IsProofOfNode(proof[..^1] + "=", _node, _control, "cert"));
        Assert.False(_key.IsProofOfNode(proof + proof, _node, _control, "cert"));
    }

    [Theory]
    [InlineData("1234567890123456789012\n", true)]
    [InlineData("123456789012345678901", false)]
    [InlineData("1234567890 1234567890 1234567890", false)]
    [InlineData("", false)]
    public void Parse_Text_TakesLongOnesWithoutSpaces(string text, bool isKey) => Assert.Equal(isKey, NodeKey.Parse(text) is not null);

    [Fact]
    public void Parse_TooLong_IsNone() => Assert.Null(NodeKey.Parse(new string('k', 257)));

    [Fact]
    public void IsNonce_OnlyNumbersOfThatLength_AreNonces()
    {
        Assert.True(NodeKey.IsNonce(NodeKey.NewNonce()));
        Assert.False(NodeKey.IsNonce(string.Empty));
        Assert.False(NodeKey.IsNonce(NodeKey.NewNonce()[1..]));
        Assert.False(NodeKey.IsNonce(new string('*', NodeKey.NewNonce().Length)));
    }
}
