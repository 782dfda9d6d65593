using System.Collections.Frozen;
using System.Text.Json;

namespace ConsultCluster.Contracts;

/// <summary>Names of an enum's values on the wire: the C# names in camel case.</summary>
public static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> Values =
        Words.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>Every name, separated by commas, for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Select(v => Words[v]));

    /// <summary>The name of a defined value.</summary>
    public static string Write(T value) => Words[value];

    /// <summary>The value with this name; case-sensitive.</summary>
    public static bool TryRead(string? word, out T value)
    {
        value = default;
        return word is not null && Values.TryGetValue(word, out value);
    }
}
