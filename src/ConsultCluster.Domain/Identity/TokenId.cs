namespace ConsultCluster.Domain;

/// <summary>The <c>jti</c> of a token (RFC 7519 §4.1.7).</summary>
/// <param name="Value">1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</param>
public readonly record struct TokenId(string Value)
{
    /// <summary>True when the text is a well-formed identifier; it may still identify nothing.</summary>
    public static bool TryParse(string? text, out TokenId id)
    {
        id = new TokenId(text ?? string.Empty);
        return Identifier.IsWellFormed(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
