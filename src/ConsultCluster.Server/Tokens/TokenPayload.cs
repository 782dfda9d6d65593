using System.Buffers.Text;
using System.Text.Json;
using ConsultCluster.Contracts;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Tokens;

/// <summary>The claims as JSON (RFC 7519). Times are whole seconds, so an expiry is never rounded up.</summary>
internal static class TokenPayload
{
    private const int MaxName = 80;
    private const long MaxUnixSeconds = 253_402_300_799;

    public static byte[] Write(TokenClaims claims)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("jti", claims.Id.Value);
            json.WriteString("grp", claims.Group.Value);
            json.WriteString("sub", claims.Person.Value);
            json.WriteString("name", claims.DisplayName);
            json.WriteString("role", EnumWords<GroupRole>.Write(claims.Role));
            json.WriteStartArray("perm");
            foreach (var word in FlagWords<Permissions>.Write(claims.Permissions))
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteString("knd", EnumWords<TerminalKind>.Write(claims.TerminalKind));
            json.WriteBoolean("once", claims.SingleUse);
            json.WriteString("pth", claims.PatientHash);
            json.WriteNumber("iat", claims.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", claims.ExpiresAt.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static TokenClaims? Read(byte[] utf8)
    {
        if (!FlatJson.TryParse(utf8, out var members)
            || !TokenId.TryParse(members.Text("jti"), out var id)
            || !GroupId.TryParse(members.Text("grp"), out var group)
            || !PersonId.TryParse(members.Text("sub"), out var person)
            || members.Text("name") is not { Length: > 0 and <= MaxName } name
            || !EnumWords<GroupRole>.TryRead(members.Text("role"), out var role)
            || !TryPermissions(members, out var permissions)
            || !EnumWords<TerminalKind>.TryRead(members.Text("knd"), out var kind)
            || !TryFlag(members, "once", out var once)
            || members.Text("pth") is not { } patientHash
            || !Base64Url.IsValid(patientHash)
            || !TryTime(members, "iat", out var issuedAt)
            || !TryTime(members, "exp", out var expiresAt))
        {
            return null;
        }

        return new TokenClaims(id, group, person, name, role, permissions, kind, once, patientHash, issuedAt, expiresAt);
    }

    private static bool TryPermissions(Dictionary<string, JsonElement> members, out Permissions permissions)
    {
        permissions = Permissions.None;
        return members.TryGetValue("perm", out var list)
            && list.ValueKind == JsonValueKind.Array
            && FlagWords<Permissions>.TryRead(list.EnumerateArray().Select(e => e.Text()), out permissions);
    }

    private static bool TryFlag(Dictionary<string, JsonElement> members, string name, out bool flag)
    {
        var found = members.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        flag = found && value.GetBoolean();
        return found;
    }

    private static bool TryTime(Dictionary<string, JsonElement> members, string name, out DateTimeOffset time)
    {
        time = default;
        if (!members.TryGetValue(name, out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt64(out var seconds)
            || seconds is < 0 or > MaxUnixSeconds)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
