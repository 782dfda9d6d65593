using System.Collections.Immutable;
using System.Net;
using System.Reflection;

namespace ConsultCluster.Cluster.Tests.Wire;

/// <summary>Makes a value of any type that crosses between processes, with something in every property.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 1, 8, 0, 0, 123, TimeSpan.Zero);

    public static object Of(Type type) => Plain(type) ?? Collection(type) ?? Made(type);

    private static object? Plain(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Of(inner)
        : type == typeof(string) ? "text 王芳"
        : type == typeof(bool) ? true
        : type == typeof(int) ? 7
        : type == typeof(long) ? 7_000_000_000L
        : type == typeof(double) ? 0.25
        : type == typeof(Guid) ? Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff")
        : type == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(12.5)
        : type == typeof(DateTimeOffset) ? Moment
        : type == typeof(IPEndPoint) ? new IPEndPoint(IPAddress.Parse("2001:db8::1"), 7000)
        : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)
        : null;

    private static object? Collection(Type type)
    {
        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, 1);
            array.SetValue(Of(type.GetElementType()!), 0);
            return array;
        }

        if (!type.IsGenericType)
        {
            return null;
        }

        var items = Array.ConvertAll(type.GetGenericArguments(), Of);
        var kind = type.GetGenericTypeDefinition();
        return kind == typeof(ImmutableArray<>) ? Filled(type.GetField("Empty")!.GetValue(null)!, items)
            : kind == typeof(ImmutableSortedSet<>) || kind == typeof(ImmutableDictionary<,>) ? Filled(type.GetField("Empty")!.GetValue(null)!, items)
            : null;
    }

    private static object Filled(object empty, object[] items) =>
        empty.GetType().GetMethods().Single(m => m.Name == "Add" && m.IsPublic && !m.IsStatic && m.GetParameters().Length == items.Length
            && m.ReturnType == empty.GetType()).Invoke(empty, items)!;

    /// <summary>By its richest constructor, and by whatever else can be set.</summary>
    private static object Made(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
        {
            property.SetValue(made, Of(property.PropertyType));
        }

        return made;
    }
}
