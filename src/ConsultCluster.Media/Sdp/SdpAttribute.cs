namespace ConsultCluster.Media.Sdp;

/// <summary>One <c>a=</c> line (RFC 8866 §5.13).</summary>
/// <param name="Name">Before the colon.</param>
/// <param name="Value">After the colon; empty for a property attribute.</param>
public readonly record struct SdpAttribute(string Name, string Value = "")
{
    /// <summary>The line without its line end.</summary>
    public override string ToString() => Value.Length == 0 ? $"a={Name}" : $"a={Name}:{Value}";
}
