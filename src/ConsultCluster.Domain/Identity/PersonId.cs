namespace ConsultCluster.Domain;

/// <summary>Id of a person: a staff account, or a guest for whom a token was issued.</summary>
/// <param name="Value">1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</param>
public readonly record struct PersonId(string Value)
{
    /// <summary>True when the text is a well-formed identifier; it may still identify nothing.</summary>
    public static bool TryParse(string? text, out PersonId id)
    {
        id = new PersonId(text ?? string.Empty);
        return Identifier.IsWellFormed(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
