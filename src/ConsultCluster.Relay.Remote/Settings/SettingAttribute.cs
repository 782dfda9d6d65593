namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>
/// Makes a property of the options a setting: a flag, a variable and a name in <c>appsettings.json</c>, all made of the property's name. Help, samples and the
/// table in docs/operations.md are made of these attributes; ranges are validation attributes beside it.
/// </summary>
/// <param name="roles">The processes it is for. Given to another one it is refused.</param>
/// <param name="placeholder">What help writes for the value, such as <c>N</c>; empty for a switch.</param>
/// <param name="description">What it does, in one sentence or two, without the last full stop.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(SettingRoles roles, string placeholder, string description) : Attribute
{
    /// <summary>The processes it is for.</summary>
    public SettingRoles Roles => roles;

    /// <summary>What help writes for the value.</summary>
    public string Placeholder => placeholder;

    /// <summary>What it does.</summary>
    public string Description => description;

    /// <summary>What a value must be, after "must be"; null where type or range says it.</summary>
    public string? Allowed { get; set; }

    /// <summary>The default in words; null where the value says it.</summary>
    public string? Default { get; set; }

    /// <summary>An older name of the flag that is still read.</summary>
    public string? Alias { get; set; }

    /// <summary>The value is never printed.</summary>
    public bool IsSecret { get; set; }

    /// <summary>The setting whose value is in the file that this one names; null for any other.</summary>
    public string? FileOf { get; set; }
}
