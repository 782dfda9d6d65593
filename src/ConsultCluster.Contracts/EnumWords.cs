using System.Collections.Frozen;
using System.Text.Json;

namespace ConsultCluster.Contracts;

/// <summary>The words that stand for an enum's values on the wire: their names in camel case.</summary>
public static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> Values =
        Words.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>Every word, for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Select(v => Words[v]));

    /// <summary>The word of a defined value.</summary>
    public static string Write(T value) => Words[value];

    /// <summary>The value of a word; exact, case included.</summary>
    public static bool TryRead(string? word, out T value)
    {
        value = default;
        return word is not null && Values.TryGetValue(word, out value);
    }
}
