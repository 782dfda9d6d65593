using System.ComponentModel.DataAnnotations;
using ConsultCluster.Domain;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>A name in the alphabet of all identifiers, because relay ids are made of it.</summary>
/// <param name="maxLength">Its longest.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LabelAttribute(int maxLength) : ValidationAttribute
{
    /// <summary>The rule, after "must be".</summary>
    public string Allowed => $"1 to {maxLength} characters of A-Z a-z 0-9 _ -";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string text && text.Length <= maxLength && RelayId.TryParse(text, out _));
}
