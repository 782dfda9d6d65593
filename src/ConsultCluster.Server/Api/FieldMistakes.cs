namespace ConsultCluster.Server.Api;

/// <summary>Collects what is wrong with a request, so that a person sees all of it at once.</summary>
internal sealed class FieldMistakes
{
    private readonly SortedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);

    public bool Any => byField.Count > 0;

    public IReadOnlyDictionary<string, List<string>> ByField => byField;

    public string Summary => string.Join(" ", byField.SelectMany(f => f.Value.Select(m => $"{f.Key}: {m}")));

    public void Add(string field, string mistake)
    {
        if (!byField.TryGetValue(field, out var list))
        {
            byField[field] = list = [];
        }

        list.Add(mistake);
    }

    /// <summary>Text that must be there; returned without white space at its ends.</summary>
    public string Required(string field, string? text, int max, int min = 1)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Length < min || trimmed.Length > max || HasControl(trimmed))
        {
            Add(field, min == max ? $"Must have {max} characters." : $"Must have {min} to {max} characters.");
        }

        return trimmed;
    }

    /// <summary>A name that must be there and is shown to others: one line, and nothing in it that hides or turns around what it says.</summary>
    public string Name(string field, string? text, int max)
    {
        var name = Required(field, text, max);
        if (NameRules.DisplayNameMistake(name) is { } mistake)
        {
            Add(field, mistake);
        }

        return name;
    }

    /// <summary>A name that may be missing, such as that of a hospital: it stands beside other words, so nothing in it may hide or turn them around.</summary>
    public string? OptionalName(string field, string? text, int max)
    {
        var name = Optional(field, text, max);
        if (name is not null && NameRules.DisplayNameMistake(name) is { } mistake)
        {
            Add(field, mistake);
        }

        return name;
    }

    /// <summary>Text that may be missing; empty is missing.</summary>
    public string? Optional(string field, string? text, int max)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        if (trimmed.Length > max || HasControl(trimmed))
        {
            Add(field, $"Must have at most {max} characters.");
        }

        return trimmed;
    }

    public int? Range(string field, int? value, int min, int max)
    {
        if (value < min || value > max)
        {
            Add(field, $"Must be {min} to {max}.");
        }

        return value;
    }

    public T Word<T>(string field, string? word)
        where T : struct, Enum
    {
        if (!Contracts.EnumWords<T>.TryRead(word, out var value))
        {
            Add(field, $"Must be one of {Contracts.EnumWords<T>.All}.");
        }

        return value;
    }

    private static bool HasControl(string text) => text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}
