using System.Text.Json;

namespace ConsultCluster.Server.Tokens;

/// <summary>Reads a JSON object strictly: no duplicate names, no comments, nothing after it.</summary>
internal static class FlatJson
{
    private const int MaxDepth = 4;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    public static bool TryParse(byte[] utf8, out Dictionary<string, JsonElement> members)
    {
        members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                members[member.Name] = member.Value.Clone();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A name with an unpaired surrogate is not text.
            return false;
        }
    }

    public static string? Text(this Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) ? value.Text() : null;

    /// <summary>Null when it is no string, or its bytes are no text: invalid UTF-8, or an unpaired surrogate.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
