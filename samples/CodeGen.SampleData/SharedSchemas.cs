using System.Text.Json.Nodes;

namespace CodeGen.SampleData;

/// <summary>The schemas that all kinds share.</summary>
internal static class SharedSchemas
{
    // Name, description, properties in the notation of kinds.txt.
    private static readonly (string Name, string Description, string Properties)[] All =
    [
        ("Resource", "What every resource of the inventory has.",
            "id!:string displayName!:string region!:string zone:string project:string labels:<string> createdAt!:time updatedAt:time createdBy:string revision:long"),
        ("ResourceStatus", "What the status of every resource has.", "phase!:pending|ready|updating|failed|deleting message:string observedAt:time"),
        ("ResourceEvent", "What every event has.", "eventId!:string resourceId!:string at!:time actor:string requestId:string sourceAddress:ip"),
        ("Page", "What every page has.", "nextPageToken:string totalEstimate:long"),
        ("Operation", "Work that goes on after the answer.", "operationId!:string done!:bool progressPercent:int startedAt:time endedAt:time error:=Problem"),
        ("Problem", "What went wrong.", "type:uri title!:string status!:int detail:string requestId:string retryAfterSeconds:int"),
        ("Money", "An amount in minor units of a currency.", "minorUnits!:long currency!:EUR|USD|GBP|JPY|CHF"),
        ("Encryption", "How data at rest is encrypted.", "mode!:none|service-key|customer-key key:@EncryptionKey rotatedAt:time"),
        ("Window", "When maintenance may happen.", "day:monday|tuesday|wednesday|thursday|friday|saturday|sunday|any startHour:int durationMinutes:int timeZone:string"),
        ("Schedule", "When something runs.", "cron!:string timeZone:string jitterSeconds:int endsAt:time"),
        ("FirewallRule", "Traffic that is let through or not.", "action!:allow|deny protocol:tcp|udp|icmp|any fromPort:int toPort:int peers:[cidr] priority:int note:string"),
        ("Route", "Where packets to a range go.", "destination!:cidr nextHop!:string metric:int"),
        ("Listener", "A port that takes connections.", "port!:int protocol!:http|https|tcp|tls|udp certificate:@Certificate defaultPool:@TargetPool http2:bool"),
        ("HealthProbe", "How health is found out.", "path:string port:int intervalSeconds:int timeoutSeconds:int healthyThreshold:int unhealthyThreshold:int"),
        ("Tunnel", "One encrypted tunnel.", "peer!:ip sharedSecret:@Secret cipher:aes-128-gcm|aes-256-gcm lifetimeSeconds:int"),
        ("LifecycleRule", "What becomes of old objects.", "prefix:string moveToCoolAfterDays:int moveToArchiveAfterDays:int deleteAfterDays:int"),
        ("TableIndex", "A second way into a table.", "indexName!:string partitionKey!:string sortKey:string projection:all|keys|chosen"),
        ("RetryPolicy", "How often and when to try again.", "maximumAttempts:int firstDelaySeconds:int backoffFactor:number maximumDelaySeconds:int"),
        ("PolicyStatement", "One permission.", "effect!:allow|deny actions!:[string] resources!:[string] conditions:<string>"),
    ];

    public static void Add(JsonObject schemas)
    {
        foreach ((string name, string description, string properties) in All)
        {
            ResourceProperty[] parsed = [.. properties.Split(' ').Select(ResourceProperty.Parse)];
            schemas[name] = Schemas.Object(
                description,
                parsed.Select(static property => (property.Name, Schemas.Of(property.Type, $"{Words.Capital(Words.Describe(property.Name))}."))),
                parsed.Where(static property => property.Required).Select(static property => property.Name));
        }
    }
}
