namespace ConsultCluster.Domain;

/// <summary>Id of a recorded consultation request.</summary>
/// <param name="Value">1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</param>
public readonly record struct RequestId(string Value)
{
    /// <summary>True when the text is a well-formed identifier; it may still identify nothing.</summary>
    public static bool TryParse(string? text, out RequestId id)
    {
        id = new RequestId(text ?? string.Empty);
        return Identifier.IsWellFormed(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
