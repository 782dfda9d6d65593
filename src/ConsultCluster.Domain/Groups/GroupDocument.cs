using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// A group's state as JSON, for every store. The request is not part of it: patient data is stored in one place only.
/// </summary>
public static class GroupDocument
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new IdentifierConverter<GroupId>(v => new GroupId(v), id => id.Value),
            new IdentifierConverter<PersonId>(v => new PersonId(v), id => id.Value),
            new IdentifierConverter<TerminalId>(v => new TerminalId(v), id => id.Value),
            new IdentifierConverter<TokenId>(v => new TokenId(v), id => id.Value),
        },
    };

    /// <summary>Writes the state.</summary>
    public static string Write(Group group) => JsonSerializer.Serialize(group, Format);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a group document.</exception>
    public static Group Read(string json, ConsultationRequest request, GroupRules rules)
    {
        var group = JsonSerializer.Deserialize<Group>(json, Format) ?? throw new JsonException("The document is empty.");
        return group with
        {
            Request = request,
            Rules = rules,
            Tokens = group.Tokens.IsDefault ? [] : group.Tokens,
            Seats = group.Seats.IsDefault ? [] : group.Seats,
            Announced = group.Announced.IsDefault ? [] : group.Announced,
        };
    }
}
