package io.pagestream.engine.grammar;

import java.util.List;

/** Schemas for tests, as people ask documents. */
final class Schemas {

    static final String INVOICE = """
            {"type":"object","title":"Invoice","description":"one page","properties":{
              "number":{"type":"string","minLength":1,"maxLength":20},
              "date":{"type":"string","format":"date"},
              "currency":{"enum":["EUR","USD","JPY",null]},
              "lines":{"type":"array","maxItems":5,"items":{"type":"object","properties":{
                 "text":{"type":"string","maxLength":40},
                 "count":{"type":"integer","minimum":1,"maximum":999},
                 "price":{"type":"number","minimum":0,"multipleOf":0.01}},
                 "required":["text","price"],"additionalProperties":false}},
              "paid":{"type":"boolean"}},
             "required":["number","date","lines"],"additionalProperties":false}""";

    static final String TREE = """
            {"$defs":{"node":{"type":"object","properties":{"name":{"type":"string"},
               "children":{"type":"array","items":{"$ref":"#/$defs/node"}}},
               "required":["name"],"additionalProperties":false}},"$ref":"#/$defs/node"}""";

    static final List<String> ALL = List.of(
            INVOICE,
            TREE,
            "{}",
            "{\"type\":\"object\"}",
            "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{\"type\":[\"integer\",\"null\"]}},\"additionalProperties\":{\"type\":\"boolean\"}}",
            "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\",\"format\":\"date-time\"},{\"type\":\"integer\"}],\"items\":{\"const\":\"end\"},\"minItems\":2}",
            "{\"type\":\"array\",\"items\":{\"type\":\"number\",\"exclusiveMinimum\":-2.5,\"maximum\":17.25},\"minItems\":3,\"maxItems\":6}",
            "{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}\\\\d{2}( ?[A-Z0-9]{4}){2,7}$\"}",
            "{\"type\":\"string\",\"pattern\":\"(日|é)+\",\"maxLength\":9}",
            // The validator computes multiples in doubles: so a bound.
            "{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"a\"},\"x\":{\"type\":\"integer\",\"multipleOf\":7,\"maximum\":1e15,\"minimum\":-1e15}},\"required\":[\"kind\",\"x\"]},"
                    + "{\"type\":\"object\",\"properties\":{\"kind\":{\"const\":\"b\"},\"y\":{\"type\":\"string\",\"format\":\"uuid\"}},\"required\":[\"kind\",\"y\"]},{\"type\":\"null\"}]}",
            "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"number\",\"minimum\":-10}},\"required\":[\"p\"]},"
                    + "{\"properties\":{\"p\":{\"maximum\":10},\"q\":{\"type\":\"string\",\"format\":\"time\"}}}]}",
            "{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^x-\"},\"additionalProperties\":{\"type\":\"string\",\"maxLength\":4},\"required\":[\"x-1\"]}",
            "{\"enum\":[1,\"two\",[3,{\"four\":5}],null,true,1.5,\"a\\u0001\\n\"]}",
            "{\"type\":\"integer\",\"minimum\":-9007199254740993,\"maximum\":9007199254740993}");

    private Schemas() {}
}
