namespace ConsultCluster.Domain.Groups;

/// <summary>Refusals shared by several behaviours.</summary>
internal static class Guards
{
    public static Refusal Unknown { get; } =
        new(RefusalCodes.GroupUnknown, "There is no such consultation. Check the link, or ask for a new one.");

    public static Refusal NoSeat { get; } =
        new(RefusalCodes.MemberUnknown, "This terminal is not in the consultation. Enter again.");

    public static Refusal NoStandby { get; } =
        new(RefusalCodes.RelayNoStandby, "There is no standby session to move to. Offer again.");

    /// <summary>The refusal when the group is unknown, closed or expired; else null.</summary>
    public static Refusal? NotOpen(Group group)
    {
        if (group.Request is null)
        {
            return Unknown;
        }

        return group.State switch
        {
            GroupState.Closed => new Refusal(RefusalCodes.GroupClosed, "This consultation was closed. Ask for a new one if you need to go on."),
            GroupState.Expired => new Refusal(RefusalCodes.GroupExpired, "This consultation expired because nobody used it. Ask for a new one."),
            _ => null,
        };
    }

    public static Refusal Missing(Permissions permission, string toDo) =>
        new(RefusalCodes.PermissionMissing, $"You need the permission '{permission.ToString().ToLowerInvariant()}' to {toDo}.");

    public static Refusal Invalid(string reason) => new(RefusalCodes.RequestInvalid, reason);

    /// <summary>
    /// Null when the text is valid: present if required, not too long, no control characters except line breaks and
    /// tabs.
    /// </summary>
    public static Refusal? Text(string field, string? text, int maxLength, bool required)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return required ? Invalid($"'{field}' is required.") : null;
        }

        if (text.Length > maxLength)
        {
            return Invalid($"'{field}' may have at most {maxLength} characters.");
        }

        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? Invalid($"'{field}' holds control characters.")
            : null;
    }
}
