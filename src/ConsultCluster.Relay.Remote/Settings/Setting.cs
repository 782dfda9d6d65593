using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>One setting of a program: a property of its options with a <see cref="SettingAttribute"/>.</summary>
/// <param name="Property">Where the value goes.</param>
/// <param name="Text">What people are told about it.</param>
public sealed record Setting(PropertyInfo Property, SettingAttribute Text)
{
    /// <summary>How the names of all our variables begin.</summary>
    public const string Prefix = "CONSULTCLUSTER_";

    private const int BitsPerByte = 8;

    /// <summary>Its name in <c>appsettings.json</c>, such as <c>HttpPort</c>.</summary>
    public string Name => Property.Name;

    /// <summary>Its flag, such as <c>--http-port</c>.</summary>
    public string Flag { get; } = FlagOf(Property.Name);

    /// <summary>Its environment variable, such as <c>CONSULTCLUSTER_HTTP_PORT</c>.</summary>
    public string Variable { get; } = Prefix + JsonNamingPolicy.SnakeCaseUpper.ConvertName(Property.Name);

    /// <summary>The flag may stand without a value.</summary>
    public bool IsSwitch => Property.PropertyType == typeof(bool);

    /// <summary>The type of an item, for lists; else null.</summary>
    public Type? ItemType => Property.PropertyType.IsGenericType && Property.PropertyType.GetGenericTypeDefinition() == typeof(IList<>)
        ? Property.PropertyType.GenericTypeArguments[0]
        : null;

    /// <summary>What a value must be, after "must be"; null when any text will do.</summary>
    public string? Allowed => Text.Allowed
        ?? Rules.OfType<PortAttribute>().Select(port => $"a port, {port.Minimum} to {port.Maximum}").FirstOrDefault()
        ?? Rules.OfType<RangeAttribute>().Select(range => $"a number, {range.Minimum} to {range.Maximum}").FirstOrDefault()
        ?? Rules.OfType<LabelAttribute>().Select(label => label.Allowed).FirstOrDefault()
        ?? (IsSwitch ? "true or false" : null);

    private IEnumerable<ValidationAttribute> Rules => Property.GetCustomAttributes<ValidationAttribute>();

    /// <summary>The settings of a program, those that it shares with the other one first, in the order of their declaration.</summary>
    /// <param name="options">The type of its options.</param>
    public static IReadOnlyList<Setting> Of(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. from property in options.GetProperties()
               let text = property.GetCustomAttribute<SettingAttribute>()
               where text is not null
               orderby property.DeclaringType == options, property.MetadataToken
               select new Setting(property, text),
        ];
    }

    /// <summary>The flag of a property.</summary>
    public static string FlagOf(string property) => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property);

    /// <summary>The items of a list with commas.</summary>
    public static string[] Items(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The value of a text, an array for a list; null with what is wrong, as a sentence without its subject. That repeats items of lists, no other value.</summary>
    public object? Convert(string text, out string? mistake)
    {
        mistake = null;
        if (ItemType is not { } type)
        {
            var value = Convert(text, Property.PropertyType);
            mistake = value is null || !Rules.All(rule => rule.IsValid(value)) ? $"must be {Allowed}." : null;
            return mistake is null ? value : null;
        }

        var items = Items(text).Select(item => (Text: item, Value: Convert(item, type))).ToArray();
        if (items.Where(item => item.Value is null || !Rules.All(rule => rule.IsValid(item.Value))).Select(item => item.Text).ToArray() is { Length: > 0 } wrong)
        {
            mistake = $"must be {Allowed}; {string.Join(" and ", wrong)} {(wrong.Length == 1 ? "is" : "are")} none.";
            return null;
        }

        return items.Select(item => item.Value).ToArray();
    }

    /// <summary>Sets a value that <see cref="Convert(string, out string?)"/> returned.</summary>
    public void Set(object options, object value)
    {
        if (ItemType is null)
        {
            Property.SetValue(options, value);
            return;
        }

        var list = (IList)Property.GetValue(options)!;
        list.Clear();
        foreach (var item in (object[])value)
        {
            list.Add(item);
        }
    }

    private static object? Convert(string text, Type type)
    {
        try
        {
            return type switch
            {
                _ when type == typeof(bool) && text is "0" or "1" => text == "1",
                _ when type.IsEnum => Enum.GetValues(type).Cast<object>().FirstOrDefault(word => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()!) == text),
                _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture)),
                _ when type == typeof(IPAddress) => IPAddress.Parse(text),
                _ when type == typeof(IPNetwork) => IPAddress.TryParse(text, out var one)
                    ? new IPNetwork(one, one.GetAddressBytes().Length * BitsPerByte)
                    : IPNetwork.Parse(text),
                _ => TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text),
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
